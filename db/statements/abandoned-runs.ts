import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { migrations } from '../schema/migrations'
import { runs } from '../schema/runs'

/** Migrations that are Running while nobody holds their run: each needs a run job. Relies on migrations_active. */
export async function findAbandonedRuns(db: Db): Promise<string[]> {
  const found = await db
    .select({ migrationId: migrations.id })
    .from(migrations)
    .innerJoin(runs, and(eq(runs.migrationId, migrations.id), isNull(runs.endedAt)))
    .where(
      and(eq(migrations.state, 'Running'), or(isNull(runs.leaseUntil), sql`${runs.leaseUntil} < clock_timestamp()`)),
    )
  return found.map((row) => row.migrationId)
}
