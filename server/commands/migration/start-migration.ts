import type { z } from 'zod'
import type { MigrationDto, startMigrationInputSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** StartMigration (RFC 004): starts the plan that was reviewed, and no other. */
export function startMigration(
  scope: CommandScope,
  input: z.output<typeof startMigrationInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { migrationId, planHash, reason } = input
  return decideMigration(scope, migrationId, { type: 'start', planHash, reason })
}
