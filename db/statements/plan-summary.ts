import { eq, sql } from 'drizzle-orm'
import type { Finding, PlanStep, PlanTask } from '@/domain/plan/plan'
import type { Db } from '../client'
import { plans } from '../schema/migrations'
import type { Tx } from '../transaction'

/** What lists, headers and progress need of a plan: not its SQL, columns and key ranges, which make it big. */
export interface PlanSummary {
  readonly id: string
  readonly hash: string
  readonly madeAt: Date
  readonly tasks: readonly Pick<PlanTask, 'n' | 'source' | 'target' | 'rowEstimate'>[]
  readonly steps: readonly Pick<PlanStep, 'n' | 'phase' | 'kind' | 'identity'>[]
  readonly findings: readonly Finding[]
}

/** Plans never change: what was read once is good for the life of the process. */
const kept = new Map<string, PlanSummary>()
const most = 64

/** A plan's summary, from memory where it was read before. Null: no such plan. */
export async function readPlanSummary(db: Db | Tx, planId: string): Promise<PlanSummary | null> {
  const known = kept.get(planId)
  if (known !== undefined) {
    kept.delete(planId)
    kept.set(planId, known)
    return known
  }
  const parts = (list: string, fields: readonly string[]) => {
    const pairs = fields.map((field) => sql`${sql.raw(`'${field}'`)}, part -> ${sql.raw(`'${field}'`)}`)
    return sql`coalesce((select jsonb_agg(jsonb_build_object(${sql.join(pairs, sql`, `)}) order by (part ->> 'n')::int)
      from jsonb_array_elements(${plans.content} -> ${sql.raw(`'${list}'`)}) part), '[]')`
  }
  const [row] = await db
    .select({
      id: plans.id,
      hash: plans.hash,
      madeAt: plans.madeAt,
      tasks: sql<PlanSummary['tasks']>`${parts('tasks', ['n', 'source', 'target', 'rowEstimate'])}`,
      steps: sql<PlanSummary['steps']>`${parts('steps', ['n', 'phase', 'kind', 'identity'])}`,
      findings: sql<PlanSummary['findings']>`${plans.content} -> 'findings'`,
    })
    .from(plans)
    .where(eq(plans.id, planId))
  if (row === undefined) return null
  kept.set(planId, row)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  return row
}
