import type { z } from 'zod'
import { findTask } from '@/db/statements/find-task'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { retryMigrationInputSchema } from '@/domain/contracts/quarantine'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { allHaveImages, chosenRejects } from './chosen-rejects'
import { decideMigration } from './decide-migration'

type Input = z.output<typeof retryMigrationInputSchema>

/** RetryMigration (RFC 004): the migration, a table, a chunk, or rows in quarantine. */
export function retryMigration(
  scope: CommandScope,
  { migrationId, scope: what, reason }: Input,
): Promise<Result<MigrationDto, Refusal>> {
  return decideMigration(scope, migrationId, { type: 'retry', scope: what, reason }, async (snapshot) => {
    if (what.kind === 'migration') return ok(undefined)
    if (what.kind === 'rejects') {
      if (what.rejectIds === null) return ok(undefined)
      const chosen = await chosenRejects(scope.tx, snapshot, what.rejectIds, ['open', 'accepted', 'skipped'])
      return chosen.ok ? allHaveImages(chosen.value) : chosen
    }
    const chunk = what.kind === 'chunk' ? what.chunk : null
    const found = await findTask(scope.tx, snapshot.run?.id ?? null, what.task, chunk)
    if (found === null) return refuse('not-found', 'The run has no such table or chunk.', 'Look at its tables.')
    if (found.canRetry) return ok(undefined)
    const fix = 'Only what has failed, or waits for its next try, can be tried again.'
    return refuse('illegal-state', `It is ${found.state}: there is nothing to try again.`, fix)
  })
}
