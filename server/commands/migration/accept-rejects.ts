import type { z } from 'zod'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { acceptRejectsInputSchema } from '@/domain/contracts/quarantine'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { decideMigration } from './decide-migration'

/** Leaves out everything that is open in quarantine; a migration that waits for review is then finished by the worker. */
export function acceptRejects(
  scope: CommandScope,
  { migrationId, openRows, reason }: z.output<typeof acceptRejectsInputSchema>,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, migrationId, { type: 'accept', reason }, async ({ rejects: { open } }) =>
    openRows === null || openRows === open
      ? ok(undefined)
      : refuse('stale', `${open} rows are open in quarantine by now, not ${openRows}.`, 'Look at them, then accept.'),
  )
}
