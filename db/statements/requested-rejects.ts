import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { migrations } from '../schema/migrations'
import { rejects } from '../schema/quarantine'
import type { Tx } from '../transaction'
import type { RejectRow } from './rejects'

/** Rows of a run that somebody wants in the target, in the order of their places (index rejects_requested). */
export async function readRequested(db: Db | Tx, migrationId: string, runId: string): Promise<RejectRow[]> {
  return db
    .select()
    .from(rejects)
    .where(and(eq(rejects.migrationId, migrationId), eq(rejects.runId, runId), isNotNull(rejects.requestedAt)))
    .orderBy(asc(rejects.task), asc(rejects.chunk), asc(rejects.n))
}

/** Migrations that do not run, and of which rows have waited for longer than a worker needs to take them. */
export async function findForgottenReplays(db: Db): Promise<string[]> {
  const found = await db
    .selectDistinct({ migrationId: rejects.migrationId })
    .from(rejects)
    .innerJoin(migrations, eq(migrations.id, rejects.migrationId))
    .where(
      and(
        isNotNull(rejects.requestedAt),
        sql`${rejects.requestedAt} < clock_timestamp() - interval '15 seconds'`,
        inArray(migrations.state, ['Paused', 'Failed', 'Completed']),
      ),
    )
  return found.map((row) => row.migrationId)
}

const settled = { requestedAt: null, requestedFix: null }

/** The row is in the target. */
export async function settleReplayed(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .update(rejects)
    .set({ ...settled, state: 'replayed', decidedAt: now, refusal: null, refusalSqlstate: null, refusedAt: null })
    .where(eq(rejects.id, id))
}

/** The row stays in quarantine, and why. */
export async function settleRefused(
  tx: Tx,
  id: string,
  { reason, sqlstate, now }: { reason: string; sqlstate: string | null; now: Date },
): Promise<void> {
  await tx
    .update(rejects)
    .set({ ...settled, refusal: reason, refusalSqlstate: sqlstate, refusedAt: now })
    .where(and(eq(rejects.id, id), ne(rejects.state, 'replayed')))
}
