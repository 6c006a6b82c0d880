import { UnstyledButton } from '@mantine/core'
import type { MigrationDto, MigrationEventDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { ErrorPanel } from '../ui/error-panel'
import { Note } from '../ui/note'
import { formatCount } from '../ui/num'
import { Time } from '../ui/time'
import { cancelReason, failureFix, type ReplacedSnapshot } from './read-history'

/** What a person should know before anything else: why it failed or paused, that its snapshot was replaced, what is in quarantine. */
export function RunNotes({
  migration,
  progress,
  events,
  again,
  onTab,
}: {
  migration: MigrationDto
  progress: MigrationProgressDto
  events: readonly MigrationEventDto[]
  again: ReplacedSnapshot | null
  onTab: (tab: string) => void
}) {
  const failed = BigInt(progress.failedRows)
  const { state, stateReason } = migration
  return (
    <>
      {state === 'Failed' ? (
        <ErrorPanel title={stateReason ?? 'It failed.'} message={failureFix(events) ?? undefined} />
      ) : null}
      {state === 'Paused' && stateReason !== null && stateReason !== '' ? <Note tone="hold">{stateReason}</Note> : null}
      {state === 'Cancelled' ? <CancelledNote migration={migration} reason={cancelReason(events)} /> : null}
      {again !== null && (state === 'Running' || state === 'Paused') ? (
        <Note tone="warn">
          The snapshot of the source was lost. At <Time at={again.at} as="clock" /> the run went on under a new one:{' '}
          {formatCount(again.chunksKept)} of its chunks are unchanged and were kept, {formatCount(again.chunksRedone)}{' '}
          had changed and {again.chunksRedone === 1 ? 'is' : 'are'} copied again.
        </Note>
      ) : null}
      {failed > 0n ? (
        <Note
          tone="warn"
          actions={
            <UnstyledButton fz="inherit" onClick={() => onTab('errors')}>
              View errors
            </UnstyledButton>
          }
        >
          {formatCount(failed)} {failed === 1n ? 'row is' : 'rows are'} in quarantine
        </Note>
      ) : null}
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
