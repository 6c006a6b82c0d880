import { eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { chunks, migrationErrors, runs, samples, steps, tasks } from '../schema/runs'
import type { Tx } from '../transaction'
import { holdingRun, type RunHold } from './hold-run'

type RunChange = Partial<
  Pick<typeof runs.$inferInsert, 'snapshotName' | 'snapshotLsn' | 'snapshotTakenAt' | 'lanesActive' | 'currentStep'>
>

/** Changes what is shown of a run. */
export async function changeRun(db: Db | Tx, runId: string, change: RunChange): Promise<void> {
  await db.update(runs).set(change).where(eq(runs.id, runId))
}

/**
 * Forgets every chunk of a run, so that all its tables start again. To be called once nothing of its rows and receipts is left in
 * the target. Steps that `undone` names are to be made again.
 */
export async function forgetChunks(db: Db, hold: RunHold, undone: readonly number[]): Promise<void> {
  await holdingRun(db, hold, async (tx) => {
    await tx.delete(chunks).where(eq(chunks.runId, hold.runId))
    await tx
      .update(tasks)
      .set({
        state: 'waiting',
        reason: null,
        sourceRows: null,
        cutAll: false,
        sourceDigest: null,
        targetDigest: null,
        verdict: 'pending',
        startedAt: null,
        endedAt: null,
      })
      .where(eq(tasks.runId, hold.runId))
    if (undone.length === 0) return
    const isUndone = sql`${steps.runId} = ${hold.runId} and ${steps.n} = any(${`{${undone.join(',')}}`}::int[])`
    await tx.update(steps).set({ state: 'waiting', reason: null, ms: null }).where(isUndone)
  })
}

/** A point of the throughput chart. */
export async function addSample(
  db: Db,
  sample: { runId: string; at: Date; rows: bigint; bytes: bigint; ms: number },
): Promise<void> {
  await db.insert(samples).values(sample).onConflictDoNothing()
}

type NewError = Pick<
  typeof migrationErrors.$inferInsert,
  'migrationId' | 'runId' | 'task' | 'class' | 'sqlstate' | 'message' | 'fix'
>

/** Counts an error: the same one of the same table is one row. */
export async function countError(db: Db, error: NewError, now: Date): Promise<void> {
  await db
    .insert(migrationErrors)
    .values({ ...error, firstSeenAt: now, lastSeenAt: now })
    .onConflictDoUpdate({
      target: [
        migrationErrors.runId,
        migrationErrors.task,
        migrationErrors.class,
        migrationErrors.sqlstate,
        migrationErrors.message,
      ],
      set: { count: sql`${migrationErrors.count} + 1`, lastSeenAt: now },
    })
}
