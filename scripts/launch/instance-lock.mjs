import { setTimeout as sleep } from 'node:timers/promises'
import { ClaimedError, claim } from './claim.mjs'
import { ExpectedError } from './expected-error.mjs'
import { readJson } from './stamp.mjs'

const patienceMs = 20_000

/**
 * One launcher an instance; answers the function that gives the lock back. A holder without an address is stopping or
 * not yet started, so it gets some time to become the one or the other.
 */
export async function claimInstance(instance, signal) {
  for (const until = Date.now() + patienceMs; ; await sleep(100)) {
    try {
      return await claim(instance.lock, { waits: false })
    } catch (error) {
      if (!(error instanceof ClaimedError)) throw error
      signal.throwIfAborted()
      const url = readJson(instance.server)?.url
      if (!url && Date.now() < until) continue
      throw new ExpectedError(`Godwit already runs here${url ? `: ${url}` : ''} (process ${error.pid}).`)
    }
  }
}
