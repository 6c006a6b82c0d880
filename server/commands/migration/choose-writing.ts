import type { z } from 'zod'
import { readMappingOf } from '@/db/statements/mappings'
import type { chooseWritingInputSchema, MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration, notThere } from './decide-migration'

/**
 * Chooses how rows are written into tables that exist, and plans again. The mapping is read before the lock: whoever chose meanwhile has
 * begun another plan, and the choice is refused as stale.
 */
export async function chooseWriting(
  scope: CommandScope,
  input: z.output<typeof chooseWritingInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { migrationId, planHash, choices } = input
  const mapping = await readMappingOf(scope.tx, migrationId)
  if (mapping === null) return notThere()
  return decideMigration(scope, migrationId, { type: 'chooseWriting', planHash, choices, mapping })
}
