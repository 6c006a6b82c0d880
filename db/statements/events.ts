import { and, asc, desc, eq, gt, lt } from 'drizzle-orm'
import type { Db } from '../client'
import { events } from '../schema/events'
import type { Tx } from '../transaction'

/** Events of a migration after `seq`, oldest first (primary key). */
export async function readEventsAfter(db: Db | Tx, migrationId: string, seq: number, limit: number) {
  return db
    .select()
    .from(events)
    .where(and(eq(events.migrationId, migrationId), gt(events.seq, seq)))
    .orderBy(asc(events.seq))
    .limit(limit)
}

/** Events of a migration before `seq`, newest first (primary key); the newest of all where it is null. */
export async function readEventsBefore(db: Db | Tx, migrationId: string, seq: number | null, limit: number) {
  return db
    .select()
    .from(events)
    .where(and(eq(events.migrationId, migrationId), seq === null ? undefined : lt(events.seq, seq)))
    .orderBy(desc(events.seq))
    .limit(limit)
}
