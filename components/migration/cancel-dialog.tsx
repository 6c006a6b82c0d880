'use client'

import { Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { EnvTag } from '../ui/env-tag'
import { formatCount } from '../ui/num'

/** Asks before a migration is cancelled, counting what stays behind; why it is done goes into the timeline. */
export function CancelDialog({
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
  onConfirm: (reason: string | null) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const rows = BigInt(migration.processedRows)
  return (
    <ConfirmDialog
      title={`Cancel ${migration.name}?`}
      verb="Cancel the migration"
      opened={opened}
      busy={busy}
      error={error}
      onConfirm={() => onConfirm(reason.trim() === '' ? null : reason.trim())}
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
        <TextInput
          label="Why? (optional)"
          description="Kept in the timeline."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  )
}
