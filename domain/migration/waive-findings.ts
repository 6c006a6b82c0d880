import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import type { PersonCommand } from './commands'
import { type Decision, nothing } from './decision'
import type { MigrationSnapshot } from './snapshot'
import { lifecycle } from './state'

/**
 * Waives blockers by name: somebody answers for them with a reason, which is kept. What is waived changes the plan, so that it is made
 * again. What has been waived already is waived, and changes nothing.
 */
export function waiveFindings(
  s: MigrationSnapshot,
  c: Extract<PersonCommand, { type: 'waive' }>,
): Result<Decision, Refusal> {
  const { plan } = s
  const cell = lifecycle[s.state].plan
  if (plan === null || cell.kind !== 'to')
    return refuse(
      'illegal-state',
      `“${s.name}” is ${s.state}: there is no plan to review.`,
      cell.kind === 'no' ? cell.wayOn : 'Plan it first.',
    )
  if (plan.hash !== c.planHash)
    return refuse('stale', 'There is a newer plan.', 'Look at the new plan and waive what it names.')
  const waivable = plan.findings.filter((finding) => finding.waivable === true)
  const unknown = c.findingIds.find((id) => !waivable.some((finding) => finding.id === id))
  if (unknown !== undefined)
    return refuse(
      'invalid',
      `The plan has nothing to waive under “${unknown}”.`,
      'Name blockers that the plan lists as waivable, by their ids; all others have to be mended.',
      'findingIds',
    )
  const fresh = waivable.filter(({ id, severity }) => severity === 'blocker' && c.findingIds.includes(id))
  if (fresh.length === 0) return ok(nothing)
  const findings = fresh.map(({ id, title, evidence }) => ({ id, title, evidence: evidence ?? '' }))
  return ok({
    ...nothing,
    patch: { state: 'Planning', stateReason: null, isRetry: false },
    waived: findings.map(({ id, evidence }) => ({ findingId: id, evidence, reason: c.reason })),
    events: [{ type: 'FindingsWaived', data: { planHash: plan.hash, findings, reason: c.reason } }],
    jobs: [{ name: 'plan', data: { migrationId: s.id } }],
    audit: {
      action: 'migration.waive',
      reason: c.reason,
      before: { state: s.state },
      after: { state: 'Planning', planHash: plan.hash, findings },
    },
  })
}
