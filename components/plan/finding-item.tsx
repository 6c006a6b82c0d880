'use client'

import { Checkbox, VisuallyHidden } from '@mantine/core'
import type { PlanDto } from '@/domain/contracts/migration'
import type { PlanTask } from '@/domain/plan/plan'
import { sameTable } from '@/domain/plan/table-name'
import { ReasonedButton } from '../migration/reasoned-button'
import { CircleMark } from '../ui/circle-mark'
import { CodeBlock } from '../ui/code-block'
import { formatCount } from '../ui/num'
import { Time } from '../ui/time'
import styles from './checks.module.css'
import { ChooseInFinding } from './choose-in-finding'
import type { FindingGroup } from './finding-groups'
import { WaiveFinding, type Waiving } from './waive-finding'
import { type Writing, writingAsked } from './writing-choice'

const marks = { blocker: 'failed', warning: 'warning', passed: 'passed' } as const

/** How a warning can be accepted; absent where it cannot be now (the plan is blocked, or no longer open). */
export type Acceptance = { accept: (findingIds: string[]) => void; busy: ReadonlySet<string> }

/** One finding, or several that say the same of many tables: what was found, what it means, what to do; a warning is accepted here. */
export function FindingItem({
  group,
  acknowledged,
  acceptance,
  waiving,
  tasks,
  writing,
  onEdit,
}: {
  group: FindingGroup
  acknowledged: PlanDto['acknowledged']
  acceptance: Acceptance | undefined
  waiving: Waiving | undefined
  tasks: readonly PlanTask[]
  writing: Writing | undefined
  onEdit: (task: PlanTask) => void
}) {
  const { first, more } = group
  const asked = writingAsked(first)
  const own = tasks.find(({ source }) => first.table !== null && sameTable(source, first.table))
  const isWaivable = [first, ...more].every((finding) => finding.waivable === true)
  return (
    <li className={styles.finding}>
      <CircleMark mark={marks[first.severity]} />
      <div className={styles.body}>
        <div className={styles.head}>
          <h3 className={styles.title}>{first.title}</h3>
          {first.evidence === null ? null : <span className={styles.evidence}>{first.evidence}</span>}
        </div>
        <p className={styles.detail}>
          {first.detail}
          {first.fix === null ? null : ` ${first.fix}`}
        </p>
        {more.length === 0 ? null : <More group={group} />}
        {first.sql === null ? null : (
          <div className={styles.sql}>
            <CodeBlock code={first.sql} label={`Statement for: ${first.title}`} />
          </div>
        )}
        {writing === undefined || asked === null || asked === 'way' ? null : (
          <ChooseInFinding group={group} asked={asked} tasks={tasks} writing={writing} />
        )}
        <div className={styles.asks}>
          {first.severity === 'warning' ? (
            <Accept group={group} acknowledged={acknowledged} acceptance={acceptance} />
          ) : null}
          {writing === undefined || asked !== 'way' || own === undefined ? null : (
            <ReasonedButton size="xs" reason={writing.reason} onPress={() => onEdit(own)}>
              Write it another way…
              <VisuallyHidden>{`: ${first.title}`}</VisuallyHidden>
            </ReasonedButton>
          )}
        </div>
        {first.severity === 'blocker' && isWaivable && waiving !== undefined ? (
          <WaiveFinding group={group} waiving={waiving} />
        ) : null}
      </div>
    </li>
  )
}

function More({ group: { more } }: { group: FindingGroup }) {
  return (
    <details className={styles.more}>
      <summary>and {formatCount(more.length)} more like it</summary>
      <ul>
        {more.map((finding) => (
          <li key={finding.id}>
            {finding.title}
            {finding.evidence === null ? null : <span className={styles.evidence}> {finding.evidence}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Accept({
  group: { first, more },
  acknowledged,
  acceptance,
}: {
  group: FindingGroup
  acknowledged: PlanDto['acknowledged']
  acceptance: Acceptance | undefined
}) {
  const ids = [first, ...more].map((finding) => finding.id)
  const open = ids.filter((id) => !acknowledged.some((each) => each.findingId === id))
  const last = acknowledged.findLast((each) => ids.includes(each.findingId))
  if (open.length === 0 && last !== undefined)
    return (
      <p className={styles.accepted}>
        Accepted by {last.by} · <Time at={last.at} />
      </p>
    )
  if (acceptance === undefined) return null
  const busy = open.some((id) => acceptance.busy.has(id))
  const all = ids.length === 1 ? 'I accept this' : `I accept this for all ${formatCount(ids.length)}`
  return (
    <Checkbox
      classNames={{ label: styles.acceptLabel ?? '' }}
      size="xs"
      label={busy ? 'Accepting…' : all}
      aria-label={`${all}: ${first.title}`}
      checked={busy}
      disabled={busy}
      onChange={() => acceptance.accept(open)}
    />
  )
}
