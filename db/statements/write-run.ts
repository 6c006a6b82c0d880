import { eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { migrationErrors, runs, samples, steps, tasks } from '../schema/runs'
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
 * What the source said of the tables of a run no longer holds: it is asked again under another snapshot. Steps that `undone` names are
 * to be made again. Which chunks are to be copied again, the receipts say.
 */
export async function reopenRun(db: Db, hold: RunHold, undone: readonly number[]): Promise<void> {
  await holdingRun(db, hold, async (tx) => {
    const unproved = {
      sourceRows: null,
      sourceDigest: null,
      targetDigest: null,
      verdict: 'pending',
      endedAt: null,
    } as const
    const isOpen = sql`${tasks.runId} = ${hold.runId} and ${tasks.state} <> 'failed'`
    await tx
      .update(tasks)
      .set({ ...unproved, state: sql`case ${tasks.state} when 'waiting' then 'waiting' else 'copying' end` })
      .where(isOpen)
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
