import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'

const askAgainMs = 500

/** Waits until no row of a migration is being brought into the target any more. */
export async function waitForReplays(
  { client }: Session,
  migrationId: string,
  timeoutSeconds: number | undefined,
): Promise<void> {
  const until = timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeoutSeconds * 1_000
  while (await isTrying({ client }, migrationId)) {
    if (Date.now() > until)
      throw new CommandError(exitCodes.timedOut, `Not there after ${timeoutSeconds} s. The rows are still being tried.`)
    await sleep(askAgainMs)
  }
}

async function isTrying({ client }: Pick<Session, 'client'>, migrationId: string): Promise<boolean> {
  let cursor: string | null = null
  do {
    const page: { rejects: { isRequested: boolean }[]; nextCursor: string | null } =
      await client.migration.rejects.query({ migrationId, limit: 200, cursor })
    if (page.rejects.some((row) => row.isRequested)) return true
    cursor = page.nextCursor
  } while (cursor !== null)
  return false
}
