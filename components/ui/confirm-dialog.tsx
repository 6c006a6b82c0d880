'use client'

import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorPanel } from './error-panel'
import { explainError } from './explain-error'

/**
 * Asks before something that cannot be taken back: `children` name the effect, the button repeats the verb.
 * It stays open, busy, until the server has answered; a refusal is shown inside.
 */
export function ConfirmDialog({
  title,
  verb,
  keep = 'Keep',
  opened,
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  verb: string
  /** The button that leaves everything as it is. */
  keep?: string
  opened: boolean
  busy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap={16}>
        <div>{children}</div>
        {error ? <ErrorPanel title={explainError(error).message} requestId={explainError(error).requestId} /> : null}
        <Group justify="flex-end" gap={10}>
          <Button onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <Button variant="filled" color="bad" loading={busy} onClick={onConfirm}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
