import { sweep } from './jobs/sweep'
import type { WorkerPorts } from './ports'

const usualMs = 2_000

/** Sweeps every two seconds, or as often as a test wants it, until stopped. A sweep that fails is logged, and the next one comes. */
export function startSweeper(
  ports: Pick<WorkerPorts, 'database' | 'log' | 'sleep'>,
  everyMs = usualMs,
): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const sweeping = (async () => {
    while (!stopping.signal.aborted) {
      await sweep(ports).catch((err: unknown) => ports.log.warn({ err }, 'a sweep failed'))
      await ports.sleep(everyMs, stopping.signal)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await sweeping
    },
  }
}
