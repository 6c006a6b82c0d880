import type { Db } from '@/db/client'
import { readEventsAfter, readEventsBefore } from '@/db/statements/events'
import { type MigrationRow, readMigrationRows } from '@/db/statements/migration-rows'
import type { MigrationEventDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { toEventDto } from '../queries/migration/get-migration-history'
import { readProgress } from '../queries/migration/get-migration-progress'
import { type MigrationFacts, readMigrationFacts } from '../queries/migration/migration-facts'

/** A migration at one moment: one snapshot of the database has given all of it. */
export interface MigrationNews {
  readonly facts: MigrationFacts
  readonly progress: MigrationProgressDto
  /** Every event after `fromSeq`, oldest first. */
  readonly events: readonly MigrationEventDto[]
  readonly fromSeq: number
}

/** A page of the timeline: so many events open a stream, and no more than `mostEvents` come at once. */
const firstEvents = 50
const mostEvents = 200

const resting: readonly string[] = ['Draft', 'Ready', 'Paused', 'Failed', 'Completed', 'Cancelled', 'RolledBack']

/**
 * Reads a migration and what has happened since. `after`: the newest event that is known; null: the newest page. More than 200 new
 * ones are cut to the newest, and `fromSeq` says so. Null: there is no such migration, or it rests as it did in `before`.
 */
export async function readMigrationNews(
  db: Db,
  asked: {
    readonly migrationId: string
    readonly after: number | null
    readonly before?: MigrationNews | null
    readonly now: Date
  },
): Promise<MigrationNews | null> {
  const { migrationId, after, before, now } = asked
  return inOneSnapshot(db, async (tx) => {
    const rows = await readMigrationRows(tx, [migrationId])
    if (before && rows[0] !== undefined && restsAsBefore(before.facts.row, rows[0])) return null
    const [facts] = await readMigrationFacts(tx, rows, now, true)
    if (facts === undefined) return null
    const progress = await readProgress(tx, facts, now)
    const limit = after === null ? firstEvents : mostEvents
    const newest = await readEventsBefore(tx, migrationId, null, limit)
    const events = newest
      .filter((event) => after === null || event.seq > after)
      .toReversed()
      .map(toEventDto)
    const fromSeq = events[0] === undefined ? facts.row.migration.lastSeq : events[0].seq - 1
    return { facts, progress, events, fromSeq }
  })
}

function restsAsBefore({ migration: before }: MigrationRow, { migration: now }: MigrationRow): boolean {
  const isSame = before.lastSeq === now.lastSeq && before.updatedAt.getTime() === now.updatedAt.getTime()
  return isSame && resting.includes(now.state)
}

/** The events after `after`, oldest first; null where there are more of them than come at once. */
export async function readMissedEvents(
  db: Db,
  migrationId: string,
  after: number,
): Promise<readonly MigrationEventDto[] | null> {
  const events = await readEventsAfter(db, migrationId, after, mostEvents + 1)
  return events.length > mostEvents ? null : events.map(toEventDto)
}

/** Everything inside sees the same moment. */
export function inOneSnapshot<T>(
  db: Db,
  work: (tx: Parameters<Parameters<Db['transaction']>[0]>[0]) => Promise<T>,
): Promise<T> {
  return db.transaction(work, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}
