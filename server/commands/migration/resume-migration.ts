import type { z } from 'zod'
import type { controlMigrationInputSchema, MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** ResumeMigration (RFC 004), and taking back a pause that is not reached yet. */
export function resumeMigration(
  scope: CommandScope,
  input: z.output<typeof controlMigrationInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, input.migrationId, { type: 'resume', reason: input.reason })
}
