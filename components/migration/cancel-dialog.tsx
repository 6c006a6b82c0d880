'use client'

import { Stack } from '@mantine/core'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { EnvTag } from '../ui/env-tag'
import { formatCount } from '../ui/num'
import type { AskingWhy } from './asking'
import { useReason } from './use-reason'

/** Asks before a migration is cancelled, counting what stays behind; why it is done goes into the timeline. */
export function CancelDialog({ migration, opened, busy, error, onConfirm, onClose }: AskingWhy) {
  const { field, reason } = useReason()
  const rows = BigInt(migration.processedRows)
  return (
    <ConfirmDialog
      title={`Cancel ${migration.name}?`}
      verb="Cancel the migration"
      opened={opened}
      busy={busy}
      error={error}
      onConfirm={() => onConfirm(reason)}
      onClose={onClose}
    >
      <Stack gap={14}>
        {rows === 0n ? (
          <p>
            Nothing has been written to <code>{migration.target.label}</code> yet. A cancelled migration cannot be
            started again.
          </p>
        ) : (
          <p>
            The chunks under way are finished first. After that{' '}
            <b>
              {formatCount(rows)} {rows === 1n ? 'row stays' : 'rows stay'} in <code>{migration.target.label}</code>
            </b>{' '}
            <EnvTag env={migration.target.environment} />, without what a complete migration would still add. A
            cancelled migration cannot be resumed.
          </p>
        )}
        {field}
      </Stack>
    </ConfirmDialog>
  )
}
