import type { z } from 'zod'
import type { MigrationDto, waiveFindingsInputSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** Waives blockers of the reviewed plan by name and with a reason, and plans again; each is kept with whoever answers for it. */
export function waiveFindings(
  scope: CommandScope,
  input: z.output<typeof waiveFindingsInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  const { migrationId, planHash, findingIds, reason } = input
  return decideMigration(scope, migrationId, { type: 'waive', planHash, findingIds, reason })
}
