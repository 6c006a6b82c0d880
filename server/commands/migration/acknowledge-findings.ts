import type { z } from 'zod'
import type { acknowledgeFindingsInputSchema, MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** Accepts warnings of the reviewed plan by name; each is kept with whoever did. */
export function acknowledgeFindings(
  scope: CommandScope,
  input: z.output<typeof acknowledgeFindingsInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { migrationId, planHash, findingIds } = input
  return decideMigration(scope, migrationId, { type: 'acknowledge', planHash, findingIds })
}
