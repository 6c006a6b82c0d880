import type { MigrationEvent } from '@/domain/migration/events'
import type { Battlefield } from './battlefield'

type EventType = MigrationEvent['type']

/** From here on nobody writes, until somebody lets writers in again. */
const silencing: readonly EventType[] = [
  'MigrationPaused',
  'MigrationReviewNeeded',
  'MigrationFailed',
  'MigrationCancelled',
  'MigrationCompleted',
]
const reopening: readonly EventType[] = ['MigrationStarted', 'MigrationResumed', 'MigrationRetryRequested']

/** A time in which nobody may write: why, and from when to when; null: it is not over. Milliseconds. */
export interface QuietTime {
  readonly since: EventType
  readonly from: number
  readonly to: number | null
}

/** The times of a migration in which its state promises that nobody writes; `events` in their order. */
export function quietTimes(events: readonly { readonly type: EventType; readonly at: number }[]): QuietTime[] {
  const times: QuietTime[] = []
  for (const { type, at } of events) {
    const last = times.at(-1)
    if (reopening.includes(type) && last?.to === null) times.splice(-1, 1, { ...last, to: at })
    if (silencing.includes(type) && (last === undefined || last.to !== null))
      times.push({ since: type, from: at, to: null })
  }
  return times
}

/** Chunks that landed while the migration was Paused, or had ended. All clocks are this machine's. */
export async function checkQuiet({ own, target, migrationId }: Battlefield): Promise<string[]> {
  const events = await own.demand<{ type: EventType; at: number }>(
    `SELECT event ->> 'type' AS type, extract(epoch FROM at)::float8 * 1000 AS at FROM events WHERE migration_id = $1 ORDER BY seq`,
    [migrationId],
  )
  const receipts = await target.demand<{ what: string; at: number }>(
    `SELECT format('chunk %s of %s', chunk, relation) AS what, extract(epoch FROM committed_at)::float8 * 1000 AS at
       FROM godwit.receipt WHERE migration = $1 AND kind = 'chunk'`,
    [migrationId],
  )
  const quiet = quietTimes(events)
  return receipts.flatMap(({ what, at }) => {
    // Events are kept to the millisecond.
    const time = quiet.find(({ from, to }) => at > from + 1 && (to === null || at < to))
    return time === undefined ? [] : [`${what} landed ${Math.round(at - time.from)} ms after ${time.since}`]
  })
}
