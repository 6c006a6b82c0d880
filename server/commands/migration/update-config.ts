import type { z } from 'zod'
import type { MigrationDto, updateConfigInputSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** UpdateConfig (RFC 004): of a running migration it holds from the next chunk on. */
export function updateConfig(
  scope: CommandScope,
  input: z.output<typeof updateConfigInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { migrationId, patch, configVersion } = input
  return decideMigration(scope, migrationId, { type: 'updateConfig', patch, configVersion })
}
