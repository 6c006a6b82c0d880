import { desc, isNull, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { workers } from '../schema/operations'

/** The newest schema migration that was applied, by the moment it was written (as the journal has it); null: none at all. */
export async function readAppliedMigration(db: Db): Promise<number | null> {
  const [there] = await db.execute<{ there: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  )
  if (there?.there !== true) return null
  const [row] = await db.execute<{ newest: string | null }>(
    sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`,
  )
  return row?.newest == null ? null : Number(row.newest)
}

/** When a worker that has not stopped was heard of last. */
export async function readNewestHeartbeat(db: Db): Promise<Date | null> {
  const [worker] = await db
    .select({ at: workers.heartbeatAt })
    .from(workers)
    .where(isNull(workers.stoppedAt))
    .orderBy(desc(workers.heartbeatAt))
    .limit(1)
  return worker?.at ?? null
}
