import type { MigrationEventDto } from '@/domain/contracts/migration'
import type { MigrationEventType } from '@/domain/migration/events'

/** The newest event of a type; `events` come newest first. */
function newest(events: readonly MigrationEventDto[], type: MigrationEventType): MigrationEventDto | undefined {
  return events.find((entry) => entry.event.type === type)
}

/** Who started the present run; null when that event is not among those read. */
export function startedBy(events: readonly MigrationEventDto[]): string | null {
  return newest(events, 'MigrationStarted')?.actor ?? null
}

/** Who asked for the pause or the cancel that the run has come to; null when nobody did, or that is not among the events read. */
export function stoppedBy(events: readonly MigrationEventDto[]): string | null {
  const asked = events.find(
    ({ event }) =>
      event.type === 'MigrationPauseRequested' ||
      event.type === 'MigrationCancelRequested' ||
      event.type === 'MigrationResumed' ||
      event.type === 'MigrationStarted',
  )
  const isStop = asked?.event.type === 'MigrationPauseRequested' || asked?.event.type === 'MigrationCancelRequested'
  return isStop ? asked.actor : null
}

/** The reason that was given for cancelling; null where none was. */
export function cancelReason(events: readonly MigrationEventDto[]): string | null {
  const event = events.find(
    (entry) =>
      (entry.event.type === 'MigrationCancelRequested' || entry.event.type === 'MigrationCancelled') &&
      entry.event.data.reason !== null,
  )?.event
  return event?.type === 'MigrationCancelRequested' || event?.type === 'MigrationCancelled' ? event.data.reason : null
}

/** Has the run let go of its snapshot since it took the last one? Then resuming looks at every chunk again. */
export function snapshotLost(events: readonly MigrationEventDto[]): boolean {
  const released = newest(events, 'SnapshotReleased')?.seq ?? 0
  return released > (newest(events, 'SnapshotTaken')?.seq ?? 0)
}

export interface ReplacedSnapshot {
  readonly seq: number
  readonly at: string
  readonly chunksKept: number
  readonly chunksRedone: number
}

/** The last time that the present run went on under a new snapshot, and what that cost; null if it never did. */
export function snapshotReplaced(events: readonly MigrationEventDto[], run: number): ReplacedSnapshot | null {
  const entry = newest(events, 'SnapshotReplaced')
  if (entry === undefined || entry.event.type !== 'SnapshotReplaced' || entry.event.data.run !== run) return null
  const { chunksKept, chunksRedone } = entry.event.data
  return { seq: entry.seq, at: entry.at, chunksKept, chunksRedone }
}

/** Why the newest attempt to plan gave no plan, and what to do; null where it gave one. */
export function planFailure(events: readonly MigrationEventDto[]): { reason: string; fix: string } | null {
  const last = events.find(
    ({ event }) =>
      event.type === 'MigrationPlanFailed' ||
      event.type === 'MigrationPlanBlocked' ||
      event.type === 'MigrationPlanned' ||
      event.type === 'MigrationPlanRequested',
  )
  return last?.event.type === 'MigrationPlanFailed' ? last.event.data : null
}

/** What to do about a run that failed; null where that event is not known. */
export function failureFix(events: readonly MigrationEventDto[]): string | null {
  const event = newest(events, 'MigrationFailed')?.event
  return event?.type === 'MigrationFailed' ? event.data.fix : null
}
