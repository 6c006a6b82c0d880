import type { PlanDto } from '@/domain/contracts/migration'
import type { Finding } from '@/domain/plan/plan'
import { CommandError, exitCodes } from './exit-codes'
import { readPlan } from './read-plan'
import type { Session } from './session'
import { confirm, isInteractive, paint, say } from './terminal'

/**
 * Shows a plan's findings and settles its warnings: `yes` acknowledges them, a person is asked, and otherwise they are listed and the command
 * ends with exit code 6. Blockers end it always. Answers the plan with its acknowledgements.
 */
export async function reviewPlan(session: Session, plan: PlanDto, options: { yes: boolean }): Promise<PlanDto> {
  const { findings, omitted, tasks, hash } = plan.plan
  say(`Plan ${hash.slice(0, 6)}: ${tasks.length} ${tasks.length === 1 ? 'table' : 'tables'}`)
  for (const { identity, reason } of omitted) say(paint('dim', `  left out: ${identity}: ${reason}`))
  const blockers = findings.filter((f) => f.severity === 'blocker')
  const warnings = findings.filter(
    (f) => f.severity === 'warning' && !plan.acknowledged.some((a) => a.findingId === f.id),
  )
  for (const finding of blockers) show(finding, paint('red', '✕'))
  for (const finding of warnings) show(finding, paint('amber', '!'))
  if (blockers.length > 0)
    throw new CommandError(
      exitCodes.illegalState,
      `The plan has ${count(blockers.length, 'blocker')}.`,
      'Mend what it names, then plan again.',
    )
  if (warnings.length === 0) return plan
  const accepted = options.yes || (isInteractive() && (await confirm(`Accept ${count(warnings.length, 'warning')}?`)))
  if (!accepted)
    throw new CommandError(
      exitCodes.illegalState,
      `The plan has ${count(warnings.length, 'warning')} that nobody accepted.`,
      'Read them, then give --yes.',
    )
  const { migrationId } = plan
  await session.client.migration.acknowledge.mutate({
    migrationId,
    planHash: hash,
    findingIds: warnings.map((f) => f.id),
  })
  return readPlan(session, migrationId)
}

function show(finding: Finding, mark: string): void {
  say(`${mark} ${finding.title}${finding.evidence === null ? '' : paint('dim', ` (${finding.evidence})`)}`)
  say(`    ${finding.detail}`)
  if (finding.fix !== null) say(`    ${finding.fix}`)
  if (finding.sql !== null) say(`    ${finding.sql.replaceAll('\n', '\n    ')}`)
  if (finding.waivable === true) say(paint('dim', `    waivable: --waive '${finding.id}' --waive-reason …`))
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
