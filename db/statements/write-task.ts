import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { steps, tasks } from '../schema/runs'
import type { Tx } from '../transaction'
import { heldLoosely, orLost, type RunHold } from './hold-run'

export type TaskChange = Partial<
  Pick<
    typeof tasks.$inferInsert,
    'state' | 'reason' | 'sourceRows' | 'cutAll' | 'sourceDigest' | 'targetDigest' | 'verdict' | 'startedAt' | 'endedAt'
  >
>

/** Changes what is known of a task. */
export async function changeTask(db: Db, hold: RunHold, task: number, change: TaskChange): Promise<void> {
  const changed = await db
    .update(tasks)
    .set(change)
    .where(and(eq(tasks.runId, hold.runId), eq(tasks.n, task), heldLoosely(hold)))
    .returning({ n: tasks.n })
  orLost(hold, changed)
}

type Found = Pick<typeof tasks.$inferSelect, 'n' | 'sourceRows' | 'sourceDigest' | 'targetDigest' | 'verdict'>

/** Tasks are done: with all that was found out about them, in case that an earlier note of it was lost. */
export async function finishTasks(tx: Tx, hold: RunHold, done: readonly Found[], now: Date): Promise<void> {
  const list = done.map((task) => ({ ...task, sourceRows: task.sourceRows === null ? null : String(task.sourceRows) }))
  await tx.execute(sql`
    update ${tasks} set state = 'done', ended_at = ${now.toISOString()}::timestamptz, verdict = found.verdict,
           source_rows = found."sourceRows"::bigint, source_digest = found."sourceDigest", target_digest = found."targetDigest"
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
           as found (n int, "sourceRows" text, "sourceDigest" text, "targetDigest" text, verdict text)
     where ${tasks.runId} = ${hold.runId} and ${tasks.n} = found.n`)
}

/** How a step stands. */
export interface StepState {
  readonly n: number
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly reason: string | null
  readonly ms: number | null
}

/** Shows how steps stand, many at once. Their receipts are the truth: of a run that is held elsewhere nothing is changed. */
export async function showSteps(db: Db, hold: RunHold, states: readonly StepState[]): Promise<void> {
  if (states.length === 0) return
  await db.execute(sql`
    update ${steps} set state = shown.state, reason = shown.reason, ms = shown.ms
      from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as shown (n int, state text, reason text, ms int)
     where ${steps.runId} = ${hold.runId} and ${steps.n} = shown.n and ${heldLoosely(hold)}`)
}
