import type { PlanDto } from '@/domain/contracts/migration'
import type { Finding } from '@/domain/plan/plan'

export interface FindingGroups {
  readonly blockers: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly passed: readonly Finding[]
  /** Warnings that nobody has accepted yet. */
  readonly open: readonly Finding[]
}

/** A plan's findings, by what they ask of a person. */
export function findingGroups({ plan, acknowledged }: PlanDto): FindingGroups {
  const of = (severity: Finding['severity']) => plan.findings.filter((finding) => finding.severity === severity)
  const accepted = new Set(acknowledged.map((each) => each.findingId))
  const warnings = of('warning')
  return {
    blockers: of('blocker'),
    warnings,
    passed: of('passed'),
    open: warnings.filter((finding) => !accepted.has(finding.id)),
  }
}

/** A finding, and others that say the same of other tables. */
export interface FindingGroup {
  readonly first: Finding
  readonly more: readonly Finding[]
}

/** From this many on, findings that say the same are one item with a list: a thousand tables without a key are one thing to decide. */
const many = 4

/** Findings that say the same of several tables, put together; the order is kept. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const alike = Map.groupBy(findings, (finding) =>
    finding.table === null || finding.sql !== null
      ? finding.id
      : JSON.stringify([finding.severity, finding.detail, finding.fix]),
  )
  return [...alike.values()].flatMap((group) => {
    const [first, ...more] = group
    if (first === undefined) return []
    return group.length < many ? group.map((each) => ({ first: each, more: [] })) : [{ first, more }]
  })
}

/** “1 blocks · 2 to accept · 31 passed”, without what is zero. */
export function findingSummary({ blockers, open, passed }: FindingGroups): string {
  const parts = [
    blockers.length === 0 ? null : `${blockers.length} ${blockers.length === 1 ? 'blocks' : 'block'}`,
    open.length === 0 ? null : `${open.length} to accept`,
    passed.length === 0 ? null : `${passed.length} passed`,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
