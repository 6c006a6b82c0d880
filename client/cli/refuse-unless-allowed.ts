import type { MigrationDto } from '@/domain/contracts/migration'
import { CommandError, exitCodes } from './exit-codes'

/** Ends the command where the server would refuse this action now, with the reason it gives: for what only looks, and does nothing. */
export function refuseUnlessAllowed(
  { allowedActions }: Pick<MigrationDto, 'allowedActions'>,
  action: MigrationDto['allowedActions'][number]['action'],
): void {
  const offered = allowedActions.find((each) => each.action === action)
  if (offered !== undefined && !offered.allowed)
    throw new CommandError(exitCodes.illegalState, offered.reason ?? 'It is not possible now.')
}
