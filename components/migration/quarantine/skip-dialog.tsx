'use client'

import { Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { rowsInWords } from './reject-words'

/** Asks before rows are left out by choice, counting them; the others stay as they are. */
export function SkipDialog({
  migration,
  rows,
  named,
  opened,
  busy,
  error,
  onConfirm,
  onClose,
}: {
  migration: MigrationDto
  rows: number
  /** Which rows: “of public.orders”, “id 42”. */
  named: string
  opened: boolean
  busy: boolean
  error: unknown
  onConfirm: (reason: string | null) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      title={`Skip ${rowsInWords(rows)}?`}
      verb={`Skip ${rowsInWords(rows)}`}
      keep="Not now"
      opened={opened}
      busy={busy}
      error={error}
      onConfirm={() => onConfirm(reason.trim() === '' ? null : reason.trim())}
      onClose={onClose}
    >
      <Stack gap={14}>
        <p>
          <b>
            {rowsInWords(rows)} {named}
          </b>{' '}
          will not be copied to <code>{migration.target.label}</code>. {rows === 1 ? 'It stays' : 'They stay'} in the
          source and in quarantine, and can still be replayed later.
        </p>
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
