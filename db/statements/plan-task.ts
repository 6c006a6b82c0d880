import { eq, sql } from 'drizzle-orm'
import type { PlanTask } from '@/domain/plan/plan'
import type { Db } from '../client'
import { plans } from '../schema/migrations'
import type { Tx } from '../transaction'

/** One table of a plan, by its number there, and how its rows are cut. Null: no such table. */
export async function readPlanTask(
  db: Db | Tx,
  planId: string,
  task: number,
): Promise<Pick<PlanTask, 'source' | 'chunking'> | null> {
  const [row] = await db
    .select({
      task: sql<Pick<
        PlanTask,
        'source' | 'chunking'
      > | null>`(select jsonb_build_object('source', part -> 'source', 'chunking', part -> 'chunking')
        from jsonb_array_elements(${plans.content} -> 'tasks') part where (part ->> 'n')::int = ${task})`,
    })
    .from(plans)
    .where(eq(plans.id, planId))
  return row?.task ?? null
}
