import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { progressBar } from './progress-bar'
import type { Session } from './session'
import { hasSettled, watchMigration } from './watch'

/** Draws the bar until nothing moves any more. */
export async function waitForEnd(
  { client }: Session,
  migrationId: string,
  seen: { migration: MigrationDto | null; progress: MigrationProgressDto | null },
  signal: AbortSignal,
  timeoutSeconds?: number,
): Promise<void> {
  const bar = progressBar(process.stderr)
  try {
    await watchMigration(client, migrationId, {
      until: hasSettled,
      onFrame: (frame) => {
        seen.migration = frame.migration
        seen.progress = frame.progress
        bar.draw(frame.migration, frame.progress)
      },
      timeoutSeconds,
      signal,
    })
  } finally {
    bar.end()
  }
}
