import type { z } from 'zod'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { skipRejectsInputSchema } from '@/domain/contracts/quarantine'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { chosenRejects } from './chosen-rejects'
import { decideMigration } from './decide-migration'

/** Leaves some rows out by choice. */
export function skipRejects(
  scope: CommandScope,
  { migrationId, rejectIds, reason }: z.output<typeof skipRejectsInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, migrationId, { type: 'skipRejects', rejectIds, reason }, (snapshot) =>
    chosenRejects(scope.tx, snapshot, rejectIds, ['open']),
  )
}
