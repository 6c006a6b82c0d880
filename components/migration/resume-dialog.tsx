'use client'

import { Button, Group, Modal, Stack } from '@mantine/core'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { formatCount } from '../ui/num'

/** Asks before a run resumes whose snapshot is gone: its tables start again under a new one, and that costs what it says here. */
export function ResumeDialog({
  migration,
  opened,
  busy,
  error,
  onConfirm,
  onClose,
}: {
  migration: MigrationDto
  opened: boolean
  busy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}) {
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
          The snapshot that this run read the source under is gone. Two snapshots are never mixed: the{' '}
          <b>{formatCount(migration.processedRows)} rows</b> that this run wrote to{' '}
          <code>{migration.target.label}</code> are removed, and all its tables are copied again under a new snapshot.
          Rows of others are not touched.
        </p>
        {explained === null ? null : <ErrorPanel title={explained.message} requestId={explained.requestId} />}
        <Group justify="flex-end" gap={10}>
          <Button onClick={onClose} data-autofocus>
            Stay paused
          </Button>
          <Button variant="filled" loading={busy} onClick={onConfirm}>
            Resume and copy again
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
