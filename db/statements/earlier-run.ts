import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Plan } from '@/domain/plan/plan'
import type { Db } from '../client'
import { plans } from '../schema/migrations'
import { chunks, runs, tasks } from '../schema/runs'
import { holdingRun, type RunHold } from './hold-run'

/** The run before, and the tasks of it of which chunks were cut. */
export interface EarlierRun {
  readonly runId: string
  readonly plan: Plan
  readonly tasks: ReadonlySet<number>
}

/** The migration's last run before this one; null: this is the first. */
export async function chunksOfEarlierRun(db: Db, hold: RunHold): Promise<EarlierRun | null> {
  const number = db.select({ number: runs.number }).from(runs).where(eq(runs.id, hold.runId))
  const [row] = await db
    .select({ runId: runs.id, plan: plans.content })
    .from(runs)
    .innerJoin(plans, eq(plans.id, runs.planId))
    .where(and(eq(runs.migrationId, hold.migrationId), lt(runs.number, sql`(${number})`)))
    .orderBy(desc(runs.number))
    .limit(1)
  if (row === undefined) return null
  const cut = await db.selectDistinct({ task: chunks.task }).from(chunks).where(eq(chunks.runId, row.runId))
  return { ...row, tasks: new Set(cut.map(({ task }) => task)) }
}

/** Goes on with the chunks that an earlier run cut: their bounds stand, and whether they have landed the receipts say. */
export async function inheritChunks(
  db: Db,
  hold: RunHold,
  { task, earlier }: { task: number; earlier: { readonly runId: string; readonly task: number } },
): Promise<void> {
  await holdingRun(db, hold, async (tx) => {
    const isEarlier = and(eq(chunks.runId, earlier.runId), eq(chunks.task, earlier.task))
    const cut = await tx.select().from(chunks).where(isEarlier)
    const fresh = { runId: hold.runId, task, state: 'pending', attempt: 0 } as const
    const inherited = cut.map(({ n, lower, upper }) => ({ ...fresh, n, lower, upper }))
    if (inherited.length === 0) return
    await tx.insert(chunks).values(inherited).onConflictDoNothing()
    await tx
      .update(tasks)
      .set({ state: 'copying', cutAll: cut.some(({ upper }) => upper === null), startedAt: sql`now()` })
      .where(and(eq(tasks.runId, hold.runId), eq(tasks.n, task)))
  })
}
