import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import type { GodwitClient } from '../create-client'
import { CommandError, exitCodes } from './exit-codes'

/** A migration as the stream last told it. */
export interface Seen {
  readonly migration: MigrationDto
  readonly progress: MigrationProgressDto
}

/**
 * Follows a migration over the stream until `until` holds, telling each frame. A stream that breaks is taken up again after the last frame.
 * Throws when `timeoutSeconds` pass first, when the right to see it ends, or when `signal` is aborted (Ctrl-C: the migration goes on).
 */
export async function watchMigration(
  client: GodwitClient,
  migrationId: string,
  options: {
    until: (migration: MigrationDto) => boolean
    onFrame?: (seen: Seen) => void
    timeoutSeconds?: number | undefined
    signal?: AbortSignal
  },
): Promise<Seen> {
  return new Promise<Seen>((resolve, reject) => {
    const settle = (outcome: () => void) => {
      subscription.unsubscribe()
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', interrupted)
      outcome()
    }
    const fail = (cause: unknown) => settle(() => reject(cause))
    const interrupted = () =>
      fail(new CommandError(exitCodes.interrupted, 'Interrupted. The migration goes on without this command.'))
    const subscription = client.events.stream.subscribe(
      { topics: [{ kind: 'migration', id: migrationId }] },
      {
        onData({ data: frame }) {
          if (frame.kind === 'gone')
            return fail(new CommandError(exitCodes.notFound, 'This migration may no longer be seen.'))
          if (frame.kind !== 'migration') return
          const seen = { migration: frame.migration, progress: frame.progress }
          options.onFrame?.(seen)
          if (options.until(seen.migration)) settle(() => resolve(seen))
        },
        onError: fail,
      },
    )
    const { timeoutSeconds } = options
    const timer =
      timeoutSeconds === undefined
        ? undefined
        : setTimeout(
            () =>
              fail(new CommandError(exitCodes.timedOut, `Not there after ${timeoutSeconds} s. The migration goes on.`)),
            timeoutSeconds * 1000,
          )
    if (options.signal?.aborted) interrupted()
    options.signal?.addEventListener('abort', interrupted)
  })
}

/** States in which nothing moves until a person does something. */
export function hasSettled(migration: MigrationDto): boolean {
  return ['Paused', 'Failed', 'Completed', 'Cancelled', 'RolledBack'].includes(migration.state)
}
