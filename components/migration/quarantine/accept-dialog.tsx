'use client'

import { Stack } from '@mantine/core'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { formatCount } from '../../ui/num'
import type { AskingWhy } from '../asking'
import { useReason } from '../use-reason'
import { rowsInWords } from './reject-words'

/** Asks before all rows that are open are left out, counting them and saying what then becomes of the migration. */
export function AcceptDialog({ migration, opened, busy, error, onConfirm, onClose }: AskingWhy) {
  const { field, reason } = useReason()
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
      onConfirm={() => onConfirm(reason)}
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
        {field}
      </Stack>
    </ConfirmDialog>
  )
}
