import type { PlanDto } from '@/domain/contracts/migration'
import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'

/** The newest plan of a migration; ends the command where there is none yet. */
export async function readPlan({ client }: Session, migrationId: string): Promise<PlanDto> {
  const plan = await client.migration.currentPlan.query({ migrationId })
  if (plan === null)
    throw new CommandError(exitCodes.illegalState, 'It has no plan yet.', 'Plan it first, on its page.')
  return plan
}
