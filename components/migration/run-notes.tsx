import type { MigrationDto, MigrationEventDto } from '@/domain/contracts/migration'
import { ErrorPanel } from '../ui/error-panel'
import { Note } from '../ui/note'
import { formatCount } from '../ui/num'
import { Time } from '../ui/time'
import { cancelReason, failureFix, type ReplacedSnapshot } from './read-history'
import { ReviewNote } from './review-note'

/** What a person should know before anything else: why it failed or paused, that its snapshot was replaced, what is in quarantine. */
export function RunNotes({
  migration,
  events,
  again,
  tab,
  onTab,
}: {
  migration: MigrationDto
  events: readonly MigrationEventDto[]
  again: ReplacedSnapshot | null
  /** Which tab is shown: what it tells itself is not told above it. */
  tab: string
  onTab: (tab: string) => void
}) {
  const { state, stateReason } = migration
  const { inReview } = migration.quarantine
  return (
    <>
      {state === 'Failed' ? (
        <ErrorPanel title={stateReason ?? 'It failed.'} message={failureFix(events) ?? undefined} />
      ) : null}
      {state === 'Paused' && !inReview && stateReason !== null && stateReason !== '' ? (
        <Note tone="hold">{stateReason}</Note>
      ) : null}
      {state === 'Cancelled' ? <CancelledNote migration={migration} reason={cancelReason(events)} /> : null}
      {again !== null && (state === 'Running' || state === 'Paused') ? (
        <Note tone="warn">
          The snapshot of the source was lost. At <Time at={again.at} as="clock" /> the run went on under a new one:{' '}
          {formatCount(again.chunksKept)} of its chunks are unchanged and were kept, {formatCount(again.chunksRedone)}{' '}
          had changed and {again.chunksRedone === 1 ? 'is' : 'are'} copied again.
        </Note>
      ) : null}
      {tab === 'errors' ? null : <ReviewNote migration={migration} onRows={() => onTab('errors')} />}
    </>
  )
}

function CancelledNote({ migration, reason }: { migration: MigrationDto; reason: string | null }) {
  const rows = BigInt(migration.processedRows) - BigInt(migration.failedRows)
  return (
    <Note tone="hold">
      {rows === 0n ? 'No rows were written' : `${formatCount(rows)} ${rows === 1n ? 'row stays' : 'rows stay'}`} in{' '}
      <code>{migration.target.label}</code>.{reason === null ? null : ` “${reason}”`}
    </Note>
  )
}
