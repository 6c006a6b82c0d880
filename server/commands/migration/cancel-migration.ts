import type { z } from 'zod'
import type { controlMigrationInputSchema, MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** CancelMigration (RFC 004): a running one is Cancelled when nobody writes any more. */
export function cancelMigration(
  scope: CommandScope,
  input: z.output<typeof controlMigrationInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, input.migrationId, { type: 'cancel', reason: input.reason })
}
