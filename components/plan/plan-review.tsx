import type { ReactNode } from 'react'
import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import { Checks } from './checks'
import type { Acceptance } from './finding-item'
import { LeftOut } from './left-out'
import { PlanCard } from './plan-card'
import { PlanOrder } from './plan-order'
import styles from './plan-review.module.css'
import { PlanTasks } from './plan-tasks'
import type { Waiving } from './waive-finding'

/** The plan, whole: what was checked, what Start will do, in which order, what it leaves out, and what it comes to. */
export function PlanReview({
  migration,
  plan,
  acceptance,
  waiving,
  children,
}: {
  migration: MigrationDto
  plan: PlanDto
  acceptance: Acceptance | undefined
  waiving?: Waiving | undefined
  children?: ReactNode
}) {
  return (
    <div className={styles.two}>
      <div className={styles.main}>
        <Checks plan={plan} acceptance={acceptance} waiving={waiving} />
        <PlanTasks tasks={plan.plan.tasks} />
        <PlanOrder plan={plan.plan} />
        <LeftOut omitted={plan.plan.omitted} />
        {children}
      </div>
      <PlanCard migration={migration} plan={plan} />
    </div>
  )
}
