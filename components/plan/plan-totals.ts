import type { Plan } from '@/domain/plan/plan'
import { tableTitle } from '@/domain/plan/table-name'
import { writeModeOf } from '@/domain/plan/write-mode'

export interface PlanTotals {
  readonly rows: bigint
  readonly bytes: bigint
  /** Some table has no estimate: `rows` is a lower bound. */
  readonly atLeast: boolean
  readonly created: number
  readonly filled: number
  /** Tables that are emptied first, each with what stands there as preflight counted it. */
  readonly emptied: readonly { readonly name: string; readonly there: string | null }[]
}

/** What a plan comes to. */
export function planTotals({ tasks, findings }: Pick<Plan, 'tasks' | 'findings'>): PlanTotals {
  const emptied = tasks.filter((task) => task.effect === 'fill' && writeModeOf(task).mode === 'truncate')
  return {
    rows: tasks.reduce((sum, task) => sum + BigInt(task.rowEstimate ?? '0'), 0n),
    bytes: tasks.reduce((sum, task) => sum + BigInt(task.sizeBytes), 0n),
    atLeast: tasks.some((task) => task.rowEstimate === null),
    created: tasks.filter((task) => task.effect === 'create').length,
    filled: tasks.filter((task) => task.effect === 'fill').length,
    emptied: emptied.map(({ source, target }) => ({
      name: `${target.schema}.${target.name}`,
      there: findings.find(({ id }) => id === `truncate:${tableTitle(source)}`)?.evidence ?? null,
    })),
  }
}
