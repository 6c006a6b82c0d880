'use client'

import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent } from 'react'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { formatCount } from '../ui/num'
import type { AskingWhy } from './asking'
import { useReason } from './use-reason'

/** Asks before a failed migration is tried again, and says what is kept: nothing is written before the new plan has been started. */
export function RetryDialog({ migration, opened, busy, error, onConfirm, onClose }: AskingWhy) {
  const { field, reason } = useReason()
  const explained = error ? explainError(error) : null
  const landed = BigInt(migration.processedRows) - BigInt(migration.failedRows)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onConfirm(reason)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Retry ${migration.name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap={16}>
          <p>
            Both schemas are read and a plan is made again; nothing is written until you have looked at it and started
            it.{' '}
            {landed === 0n ? (
              <>
                Nothing has been copied to <code>{migration.target.label}</code> yet.
              </>
            ) : (
              <>
                The{' '}
                <b>
                  {formatCount(landed)} {landed === 1n ? 'row' : 'rows'}
                </b>{' '}
                in <code>{migration.target.label}</code> are kept where they are proved to be unchanged in the source;
                only the rest is copied.
              </>
            )}
          </p>
          {field}
          {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
          <Group justify="flex-end" gap={10}>
            <Button onClick={onClose}>Not now</Button>
            <Button type="submit" variant="filled" loading={busy} data-autofocus>
              Retry
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
