import type pg from 'pg'
import { adoptReceipts } from '@/connectors/postgres/receipts'
import { chunksOfEarlierRun, inheritChunks } from '@/db/statements/earlier-run'
import { emptyingStepOf } from '@/domain/plan/emptying'
import type { Plan, PlanTask } from '@/domain/plan/plan'
import { writeModeOf } from '@/domain/plan/write-mode'
import type { RunContext } from './context'

/** A task of an earlier run whose chunks a task of this one goes on with. */
export interface Adopted {
  readonly task: PlanTask
  readonly earlier: { readonly runId: string; readonly task: number }
}

/**
 * The tables that the run before has left in a state from which this one can go on: the same rows, in the same columns, cut the same way.
 * Whether they are still the same is asked of the source under the new snapshot, as after any snapshot that was lost.
 */
export async function findAdoptable({ ports, hold, plan }: RunContext): Promise<Adopted[]> {
  const earlier = await chunksOfEarlierRun(ports.database.db, hold)
  if (earlier === null || earlier.plan.source.connectionId !== plan.source.connectionId) return []
  return plan.tasks.flatMap((task) => {
    const shape = shapeOf(plan, task)
    const same = earlier.plan.tasks.find((other) => shapeOf(earlier.plan, other) === shape)
    return same !== undefined && earlier.tasks.has(same.n)
      ? [{ task, earlier: { runId: earlier.runId, task: same.n } }]
      : []
  })
}

/** What must be alike for rows that one task copied to be those that another would copy. */
function shapeOf(plan: Plan, task: PlanTask): string {
  const { source, target, effect, columns, chunking } = task
  const written = [writeModeOf(task), emptyingStepOf(plan, task)?.identity ?? null]
  return JSON.stringify([source.schema, source.name, target.schema, target.name, effect, columns, chunking, written])
}

/** Makes the receipts of the run before this run's own; in the transaction that sets all others of it aside. */
export async function adoptChunks({ hold }: RunContext, target: pg.Client, adopted: readonly Adopted[]): Promise<void> {
  for (const { task, earlier } of adopted) await adoptReceipts(target, hold, { task: task.n, earlier })
}

/** The bounds of these chunks, and of those that were cut but never landed, which the receipts do not tell. */
export async function inheritBounds({ ports, hold }: RunContext, adopted: readonly Adopted[]): Promise<void> {
  for (const { task, earlier } of adopted) await inheritChunks(ports.database.db, hold, { task: task.n, earlier })
}
