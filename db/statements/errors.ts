import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import type { TableRef } from '@/domain/plan/plan'
import type { Db } from '../client'
import { plans } from '../schema/migrations'
import { migrationErrors, runs } from '../schema/runs'
import type { Tx } from '../transaction'

/** A migration's errors, seen last first (index migration_errors_migration), with the table that the run's plan names. */
export async function readErrors(
  db: Db | Tx,
  filter: {
    readonly migrationId: string
    readonly runId?: string
    readonly after: { readonly lastSeenAt: Date; readonly id: string } | null
    readonly limit: number
  },
) {
  const { migrationId, runId, after, limit } = filter
  const e = migrationErrors
  return db
    .select({
      id: e.id,
      class: e.class,
      sqlstate: e.sqlstate,
      message: e.message,
      fix: e.fix,
      count: e.count,
      firstSeenAt: e.firstSeenAt,
      lastSeenAt: e.lastSeenAt,
      table: sql<TableRef | null>`(select part -> 'source' from jsonb_array_elements(${plans.content} -> 'tasks') part
        where (part ->> 'n')::int = ${e.task})`,
    })
    .from(e)
    .innerJoin(runs, eq(runs.id, e.runId))
    .innerJoin(plans, eq(plans.id, runs.planId))
    .where(
      and(
        eq(e.migrationId, migrationId),
        runId === undefined ? undefined : eq(e.runId, runId),
        after === null
          ? undefined
          : or(lt(e.lastSeenAt, after.lastSeenAt), and(eq(e.lastSeenAt, after.lastSeenAt), lt(e.id, after.id))),
      ),
    )
    .orderBy(desc(e.lastSeenAt), desc(e.id))
    .limit(limit)
}
