import type { z } from 'zod'
import type { controlMigrationInputSchema, MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** PauseMigration (RFC 004): asks for it; Paused is reached when nobody writes any more. */
export function pauseMigration(
  scope: CommandScope,
  input: z.output<typeof controlMigrationInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, input.migrationId, { type: 'pause', reason: input.reason })
}
