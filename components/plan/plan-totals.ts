import type { Plan } from '@/domain/plan/plan'

export interface PlanTotals {
  readonly rows: bigint
  readonly bytes: bigint
  /** Some table has no estimate: `rows` is a lower bound. */
  readonly atLeast: boolean
  readonly created: number
  readonly filled: number
}

/** What a plan comes to. */
export function planTotals({ tasks }: Pick<Plan, 'tasks'>): PlanTotals {
  return {
    rows: tasks.reduce((sum, task) => sum + BigInt(task.rowEstimate ?? '0'), 0n),
    bytes: tasks.reduce((sum, task) => sum + BigInt(task.sizeBytes), 0n),
    atLeast: tasks.some((task) => task.rowEstimate === null),
    created: tasks.filter((task) => task.effect === 'create').length,
    filled: tasks.filter((task) => task.effect === 'fill').length,
  }
}
