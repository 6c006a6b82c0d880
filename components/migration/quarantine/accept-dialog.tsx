'use client'

import { Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { formatCount } from '../../ui/num'
import { rowsInWords } from './reject-words'

/** Asks before all rows that are open are left out, counting them and saying what then becomes of the migration. */
export function AcceptDialog({
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
  const { open, accepted, skipped, inReview } = migration.quarantine
  const left = open + accepted + skipped
  return (
    <ConfirmDialog
      title={
        open === 0
          ? 'Complete the migration?'
          : `Accept that ${rowsInWords(open)} ${open === 1 ? 'is' : 'are'} left out?`
      }
      verb={open === 0 ? 'Complete' : `Leave ${rowsInWords(open)} out`}
      keep="Not now"
      opened={opened}
      busy={busy}
      error={error}
      onConfirm={() => onConfirm(reason.trim() === '' ? null : reason.trim())}
      onClose={onClose}
    >
      <Stack gap={14}>
        <p>
          {open === 0 ? (
            'Nothing is open in quarantine any more. '
          ) : (
            <>
              <b>{rowsInWords(open)}</b> of the source will not be in <code>{migration.target.label}</code>.{' '}
            </>
          )}
          {inReview
            ? `The run goes on to its end: everything is counted and compared once more, and it completes with ${formatCount(left)} quarantined.`
            : 'The state of the migration stays as it is.'}
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
