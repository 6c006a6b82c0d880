import { asc, eq } from 'drizzle-orm'
import type { Plan } from '@/domain/plan/plan'
import type { Db } from '../client'
import { migrations, plans } from '../schema/migrations'
import { chunks, runs, steps, tasks } from '../schema/runs'
import { holdingRun, type RunHold } from './hold-run'
import { readInstallationId } from './installation'

export type TaskRow = typeof tasks.$inferSelect
export type ChunkRow = typeof chunks.$inferSelect
export type StepRow = typeof steps.$inferSelect

/** A run as its new holder finds it. */
export interface RunRecord {
  readonly number: number
  readonly startedAt: Date
  readonly isEnded: boolean
  readonly snapshotName: string | null
  readonly plan: Plan
  readonly installationId: string
  readonly sourceConnectionId: string
  readonly targetConnectionId: string
  readonly tasks: readonly TaskRow[]
  readonly chunks: readonly ChunkRow[]
  readonly steps: readonly StepRow[]
}

/** Reads a run with its plan, after making the rows of its tasks and steps where this is its first holder. */
export async function readRun(db: Db, hold: RunHold): Promise<RunRecord> {
  return holdingRun(db, hold, async (tx) => {
    const [row] = await tx
      .select({ run: runs, plan: plans.content, migration: migrations })
      .from(runs)
      .innerJoin(plans, eq(plans.id, runs.planId))
      .innerJoin(migrations, eq(migrations.id, runs.migrationId))
      .where(eq(runs.id, hold.runId))
    if (row === undefined) throw new Error(`Run ${hold.runId} cannot be read.`)
    const { run, plan, migration } = row
    const ofRun = { runId: hold.runId, state: 'waiting' as const }
    const newTasks = plan.tasks.map(({ n, rowEstimate }) => ({
      ...ofRun,
      n,
      rowEstimate: rowEstimate === null ? null : BigInt(rowEstimate),
    }))
    if (newTasks.length > 0) await tx.insert(tasks).values(newTasks).onConflictDoNothing()
    const newSteps = plan.steps.map(({ n }) => ({ ...ofRun, n }))
    if (newSteps.length > 0) await tx.insert(steps).values(newSteps).onConflictDoNothing()
    return {
      number: run.number,
      startedAt: run.startedAt,
      isEnded: run.endedAt !== null,
      snapshotName: run.snapshotName,
      plan,
      installationId: await readInstallationId(tx),
      sourceConnectionId: migration.sourceConnectionId,
      targetConnectionId: migration.targetConnectionId,
      tasks: await tx.select().from(tasks).where(eq(tasks.runId, hold.runId)).orderBy(asc(tasks.n)),
      chunks: await tx
        .select()
        .from(chunks)
        .where(eq(chunks.runId, hold.runId))
        .orderBy(asc(chunks.task), asc(chunks.n)),
      steps: await tx.select().from(steps).where(eq(steps.runId, hold.runId)).orderBy(asc(steps.n)),
    }
  })
}
