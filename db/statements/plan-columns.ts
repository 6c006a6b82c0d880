import { eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { plans } from '../schema/migrations'
import { runs } from '../schema/runs'
import type { Tx } from '../transaction'

/** The columns of a table that a run copies, by name. */
export async function findPlanColumns(db: Db | Tx, runId: string, task: number): Promise<string[]> {
  const [row] = await db
    .select({
      names: sql<string[]>`coalesce((select jsonb_agg(col -> 'name')
        from jsonb_array_elements(${plans.content} -> 'tasks') part, jsonb_array_elements(part -> 'columns') col
        where (part ->> 'n')::int = ${task}), '[]')`,
    })
    .from(runs)
    .innerJoin(plans, eq(plans.id, runs.planId))
    .where(eq(runs.id, runId))
  return row?.names ?? []
}
