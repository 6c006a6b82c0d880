import type { z } from 'zod'
import type { MigrationDto, planMigrationInputSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** Asks for a plan; the worker makes it. */
export function planMigration(
  scope: CommandScope,
  input: z.output<typeof planMigrationInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, input.migrationId, { type: 'plan' })
}
