import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '../client'
import { rejects } from '../schema/quarantine'

/** Rows of a migration that somebody wants in the target, in the order of their places. */
export async function lockRequested(db: Db, migrationId: string) {
  return db
    .select()
    .from(rejects)
    .where(and(eq(rejects.migrationId, migrationId), isNotNull(rejects.requestedAt)))
    .orderBy(asc(rejects.task), asc(rejects.chunk), asc(rejects.n))
}
