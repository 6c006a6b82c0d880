import { and, eq } from 'drizzle-orm'
import type { Db } from '../client'
import { steps, tasks } from '../schema/runs'
import { holdingRun, type RunHold } from './hold-run'

export type TaskChange = Partial<
  Pick<
    typeof tasks.$inferInsert,
    'state' | 'reason' | 'sourceRows' | 'cutAll' | 'sourceDigest' | 'targetDigest' | 'verdict' | 'startedAt' | 'endedAt'
  >
>

/** Changes what is known of a task. */
export async function changeTask(db: Db, hold: RunHold, task: number, change: TaskChange): Promise<void> {
  await holdingRun(db, hold, (tx) =>
    tx
      .update(tasks)
      .set(change)
      .where(and(eq(tasks.runId, hold.runId), eq(tasks.n, task))),
  )
}

export type StepChange = Partial<Pick<typeof steps.$inferInsert, 'state' | 'reason' | 'ms'>>

/** Changes what is known of a step. */
export async function changeStep(db: Db, hold: RunHold, step: number, change: StepChange): Promise<void> {
  await holdingRun(db, hold, (tx) =>
    tx
      .update(steps)
      .set(change)
      .where(and(eq(steps.runId, hold.runId), eq(steps.n, step))),
  )
}
