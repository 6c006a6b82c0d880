'use client'

import { Checkbox } from '@mantine/core'
import type { PlanDto } from '@/domain/contracts/migration'
import type { Finding } from '@/domain/plan/plan'
import { CircleMark } from '../ui/circle-mark'
import { CodeBlock } from '../ui/code-block'
import { Time } from '../ui/time'
import styles from './checks.module.css'

const marks = { blocker: 'failed', warning: 'warning', passed: 'passed' } as const

/** How a warning can be accepted; absent where it cannot be now (the plan is blocked, or no longer open). */
export type Acceptance = { accept: (findingIds: string[]) => void; busy: ReadonlySet<string> }

/** One finding: what was found, what it means, what to do, and for a warning the box that accepts it by name. */
export function FindingItem({
  finding,
  acknowledged,
  acceptance,
}: {
  finding: Finding
  acknowledged: PlanDto['acknowledged'][number] | undefined
  acceptance: Acceptance | undefined
}) {
  return (
    <li className={styles.finding}>
      <CircleMark mark={marks[finding.severity]} />
      <div className={styles.body}>
        <div className={styles.head}>
          <h3 className={styles.title}>{finding.title}</h3>
          {finding.evidence === null ? null : <span className={styles.evidence}>{finding.evidence}</span>}
        </div>
        <p className={styles.detail}>
          {finding.detail}
          {finding.fix === null ? null : ` ${finding.fix}`}
        </p>
        {finding.sql === null ? null : (
          <div className={styles.sql}>
            <CodeBlock code={finding.sql} label={`Statement for: ${finding.title}`} />
          </div>
        )}
        {finding.severity === 'warning' ? (
          <Accept finding={finding} acknowledged={acknowledged} acceptance={acceptance} />
        ) : null}
      </div>
    </li>
  )
}

function Accept({
  finding,
  acknowledged,
  acceptance,
}: {
  finding: Finding
  acknowledged: PlanDto['acknowledged'][number] | undefined
  acceptance: Acceptance | undefined
}) {
  if (acknowledged !== undefined)
    return (
      <p className={styles.accepted}>
        Accepted by {acknowledged.by} · <Time at={acknowledged.at} />
      </p>
    )
  if (acceptance === undefined) return null
  const busy = acceptance.busy.has(finding.id)
  return (
    <Checkbox
      className={styles.accept ?? ''}
      size="xs"
      label={busy ? 'Accepting…' : 'I accept this'}
      aria-label={`I accept: ${finding.title}`}
      checked={busy}
      disabled={busy}
      onChange={() => acceptance.accept([finding.id])}
    />
  )
}
