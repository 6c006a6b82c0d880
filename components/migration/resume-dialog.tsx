'use client'

import { Button, Group, Modal, Stack } from '@mantine/core'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { formatCount } from '../ui/num'
import type { Asking } from './asking'

/** Asks before a run resumes whose snapshot is gone: what it copied is looked at again under a new one, and that costs what it says here. */
export function ResumeDialog({
  migration,
  opened,
  busy,
  error,
  onConfirm,
  onClose,
}: { onConfirm: () => void } & Asking) {
  const explained = error ? explainError(error) : null
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Resume ${migration.name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={16}>
        <p>
          The snapshot that this run read the source under is gone, and two snapshots are never mixed. Under a new one
          the source looks again at the <b>{formatCount(migration.processedRows)} rows</b> that this run wrote to{' '}
          <code>{migration.target.label}</code>, chunk by chunk. Chunks that are unchanged stay; those that changed are
          removed and copied again. Rows of others are not touched.
        </p>
        {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
        <Group justify="flex-end" gap={10}>
          <Button onClick={onClose} data-autofocus>
            Stay paused
          </Button>
          <Button variant="filled" loading={busy} onClick={onConfirm}>
            Resume and check again
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
