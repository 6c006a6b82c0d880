import { setTimeout as sleep } from 'node:timers/promises'
import { deathsInARow, restartDelayMs } from './backoff.mjs'
import { killGroup } from './kill-group.mjs'

/**
 * Keeps one child process running.
 *
 * Modes: *running* (a child lives; its death leads to *waiting*), *waiting* (a delay that grows with each death in a
 * row; then *running*), *stopped* (entered by `stop` from either; nothing leaves it). A death while stopping is not
 * news; `onDeath` hears of the others before the delay begins.
 *
 * @param {{ start: () => import('node:child_process').ChildProcess, onDeath: (how: string, delayMs: number) => void }} what
 *   `start` spawns detached, so that the child leads a group of its own
 */
export function supervise({ start, onDeath }) {
  const stopping = new AbortController()
  let child
  const life = (async () => {
    for (let deaths = 0; !stopping.signal.aborted; ) {
      const born = Date.now()
      child = start()
      const how = await ended(child)
      if (stopping.signal.aborted) return
      deaths = deathsInARow(deaths, Date.now() - born)
      const delayMs = restartDelayMs(deaths)
      onDeath(how, delayMs)
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(ignoreAbort)
    }
  })()
  return {
    /** Asks the child to end, and kills its whole group after the grace time. */
    async stop({ signal = 'SIGTERM', graceMs = 10_000 } = {}) {
      stopping.abort()
      child.kill(signal)
      const timer = setTimeout(() => killGroup(child), graceMs)
      await life
      clearTimeout(timer)
      killGroup(child)
    },
  }
}

/** Resolves when a child has ended, with how it ended in words. */
function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit ${code}`))
  })
}

function ignoreAbort(error) {
  if (error.name !== 'AbortError') throw error
}
