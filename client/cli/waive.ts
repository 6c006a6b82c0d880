import type { PlanDto } from '@/domain/contracts/migration'
import { CommandError, exitCodes } from './exit-codes'
import { readPlan } from './read-plan'
import type { Session } from './session'
import { say } from './terminal'
import { watchMigration } from './watch'

/** Waives the blockers that were named, with the reason, and answers the plan that is made then. */
export async function waiveNamed(
  session: Session,
  plan: PlanDto,
  { waive, reason, signal }: { waive: readonly string[]; reason: string | undefined; signal: AbortSignal },
): Promise<PlanDto> {
  if (reason === undefined || reason.trim() === '')
    throw new CommandError(exitCodes.usage, 'A waiver needs a reason.', 'Give --waive-reason “why it may be so”.')
  const { client } = session
  const { migrationId } = plan
  await client.migration.waive.mutate({ migrationId, planHash: plan.plan.hash, findingIds: [...waive], reason })
  say(`Waived: ${waive.join(', ')}`)
  await watchMigration(client, migrationId, { until: (m) => m.state !== 'Planning', signal })
  return readPlan(session, migrationId)
}
