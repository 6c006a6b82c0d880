import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'

/** Why planning came to nothing, in the words of the newest event. */
export async function whyNoPlan({ client }: Session, migrationId: string): Promise<CommandError> {
  const { events } = await client.migration.history.query({ migrationId, limit: 1 })
  const event = events[0]?.event
  if (event?.type === 'MigrationPlanFailed')
    return new CommandError(exitCodes.migrationFailed, event.data.reason, event.data.fix)
  return new CommandError(exitCodes.migrationFailed, 'The plan was not made.', 'Look at its page.')
}
