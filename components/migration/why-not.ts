import type { MigrationDto } from '@/domain/contracts/migration'
import type { OfferedAction } from '@/domain/migration/allowed-actions'

/** Why an action is not possible now, in the server's words; null where it is. The server decides, a page only repeats it. */
export function whyNot({ allowedActions }: Pick<MigrationDto, 'allowedActions'>, action: OfferedAction): string | null {
  const offered = allowedActions.find((each) => each.action === action)
  return offered === undefined || offered.allowed ? null : (offered.reason ?? 'It is not possible now.')
}
