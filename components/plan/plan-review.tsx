'use client'

import { type ReactNode, useState } from 'react'
import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import type { PlanTask } from '@/domain/plan/plan'
import { Checks } from './checks'
import type { Acceptance } from './finding-item'
import { LeftOut } from './left-out'
import { PlanCard } from './plan-card'
import { PlanOrder } from './plan-order'
import styles from './plan-review.module.css'
import { PlanTasks } from './plan-tasks'
import type { Waiving } from './waive-finding'
import type { Writing } from './writing-choice'
import { WritingDialog } from './writing-dialog'

/** The plan, whole: what was checked, what Start will do, in which order, what it leaves out, and what it comes to. */
export function PlanReview({
  migration,
  plan,
  acceptance,
  waiving,
  writing,
  children,
}: {
  migration: MigrationDto
  plan: PlanDto
  acceptance: Acceptance | undefined
  waiving?: Waiving | undefined
  writing?: Writing | undefined
  children?: ReactNode
}) {
  const [editing, setEditing] = useState<PlanTask | null>(null)
  const { tasks } = plan.plan
  return (
    <div className={styles.two}>
      <div className={styles.main}>
        <Checks plan={plan} acceptance={acceptance} waiving={waiving} writing={writing} onEdit={setEditing} />
        <PlanTasks tasks={tasks} findings={plan.plan.findings} writing={writing} onEdit={setEditing} />
        <PlanOrder plan={plan.plan} />
        <LeftOut omitted={plan.plan.omitted} />
        {children}
        {editing === null || writing === undefined ? null : (
          <WritingDialog
            task={editing}
            existing={tasks.filter(({ effect }) => effect === 'fill')}
            writing={writing}
            onClose={() => setEditing(null)}
          />
        )}
      </div>
      <PlanCard migration={migration} plan={plan} />
    </div>
  )
}
