import { UnstyledButton } from '@mantine/core'
import type { MigrationDto } from '@/domain/contracts/migration'
import { Note } from '../ui/note'
import { formatCount } from '../ui/num'

/** What a person should know of rows in quarantine: how many, and, where the run waits for somebody to look at them, that it does. */
export function ReviewNote({ migration, onRows }: { migration: MigrationDto; onRows: () => void }) {
  const { open, accepted, skipped, inReview } = migration.quarantine
  const left = open + accepted + skipped
  if (left === 0 && !inReview) return null
  const rows = (count: number) => `${formatCount(count)} ${count === 1 ? 'row is' : 'rows are'}`
  const sentence = inReview
    ? open === 0
      ? 'Everything else is done, and nothing is open in quarantine any more: it can be completed.'
      : `Everything else is done. ${rows(open)} in quarantine and wait${open === 1 ? 's' : ''} for you: mend, retry or skip ${open === 1 ? 'it' : 'them'}, or accept what is left out.`
    : open === 0
      ? `${rows(left)} in quarantine, left out by choice.`
      : `${rows(open)} in quarantine`
  return (
    <Note
      tone={open === 0 && !inReview ? 'hold' : 'warn'}
      actions={
        <UnstyledButton fz="inherit" onClick={onRows}>
          {inReview ? 'Review rows' : 'View rows'}
        </UnstyledButton>
      }
    >
      {sentence}
    </Note>
  )
}
