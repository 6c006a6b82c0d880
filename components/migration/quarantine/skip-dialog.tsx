'use client'

import { Stack } from '@mantine/core'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import type { AskingWhy } from '../asking'
import { useReason } from '../use-reason'
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
  rows: number
  /** Which rows: “of public.orders”, “id 42”. */
  named: string
} & AskingWhy) {
  const { field, reason } = useReason()
  return (
    <ConfirmDialog
      title={`Skip ${rowsInWords(rows)}?`}
      verb={`Skip ${rowsInWords(rows)}`}
      keep="Not now"
      opened={opened}
      busy={busy}
      error={error}
      onConfirm={() => onConfirm(reason)}
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
        {field}
      </Stack>
    </ConfirmDialog>
  )
}
