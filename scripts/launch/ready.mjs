import { setTimeout as sleep } from 'node:timers/promises'
import { ExpectedError } from './expected-error.mjs'

/** Waits until `/readyz` answers 200: the database is migrated, the keys are there, a worker lives. */
export async function waitUntilReady(url, { signal, withinMs = 120_000 }) {
  let last = 'no answer'
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(60)) {
    signal?.throwIfAborted()
    last = await readiness(url)
    if (last === 'ready') return
  }
  throw new ExpectedError(`Godwit did not become ready within ${withinMs / 1000} s. /readyz says: ${last}`)
}

/** `ready`, or what `/readyz` gives as the reason that it is not. */
export async function readiness(url) {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) })
    return answer.ok ? 'ready' : `${answer.status} ${(await answer.text()).slice(0, 500)}`
  } catch (error) {
    return error.cause?.code ?? error.message
  }
}
