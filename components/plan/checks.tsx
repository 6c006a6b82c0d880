'use client'

import { Button, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { PlanDto } from '@/domain/contracts/migration'
import type { PlanTask } from '@/domain/plan/plan'
import { Card } from '../ui/card'
import { CircleMark } from '../ui/circle-mark'
import styles from './checks.module.css'
import { type FindingGroup, findingGroups, findingSummary, groupFindings } from './finding-groups'
import { type Acceptance, FindingItem } from './finding-item'
import type { Waiving } from './waive-finding'
import type { Writing } from './writing-choice'

/** What preflight found: what blocks, what a person must accept, and, folded, what is in order. */
export function Checks({
  plan,
  acceptance,
  waiving,
  writing,
  onEdit,
}: {
  plan: PlanDto
  acceptance: Acceptance | undefined
  waiving: Waiving | undefined
  writing: Writing | undefined
  onEdit: (task: PlanTask) => void
}) {
  const [shown, { toggle }] = useDisclosure(false)
  const groups = findingGroups(plan)
  const { blockers, warnings, passed, open } = groups
  const item = (group: FindingGroup) => (
    <FindingItem
      key={group.first.id}
      group={group}
      acknowledged={plan.acknowledged}
      acceptance={acceptance}
      waiving={waiving}
      tasks={plan.plan.tasks}
      writing={writing}
      onEdit={onEdit}
    />
  )
  return (
    <Card title="Checks" aside={findingSummary(groups)}>
      <ul className={styles.findings}>
        {groupFindings(blockers).map(item)}
        {groupFindings(warnings).map(item)}
        {passed.length === 0 ? null : (
          <li className={styles.finding}>
            <CircleMark mark="passed" />
            <div className={styles.body}>
              <div className={styles.head}>
                <h3 className={styles.title}>
                  {passed.length} {passed.length === 1 ? 'check' : 'checks'} passed
                </h3>
                <UnstyledButton className={styles.show} onClick={toggle} aria-expanded={shown}>
                  {shown ? 'hide' : 'show'}
                </UnstyledButton>
              </div>
              {shown ? (
                <ul className={styles.passed}>
                  {passed.map((finding) => (
                    <li key={finding.id}>
                      {finding.title}
                      {finding.evidence === null ? null : <span className={styles.evidence}> {finding.evidence}</span>}
                      {finding.waived === undefined ? null : (
                        <span className={styles.waived}>
                          {' '}
                          Waived by {finding.waived.by}: “{finding.waived.reason}”
                        </span>
                      )}
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          </li>
        )}
      </ul>
      {acceptance !== undefined && open.length > 3 ? (
        <div className={styles.all}>
          <Button onClick={() => acceptance.accept(open.map((finding) => finding.id))}>
            I have read and accept all {open.length}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}
