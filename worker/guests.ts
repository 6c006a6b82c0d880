import { joinLane } from '@/db/statements/guest-lanes'
import { workAsGuest } from './engine/guest-lane'
import { defaultTiming, type RunTiming } from './engine/run-ports'
import type { WorkerPorts } from './ports'

const everyMs = 1_000
/** After a chunk that did not land from here, its run is left alone so long. */
const shyMs = 60_000

/**
 * Lends a hand to runs that other workers hold: looks each second for a lane that is free, and works it until the run no longer needs it.
 * `lanes` is how many at once, at most. `timing` is for tests.
 */
export function startGuests(
  workerPorts: WorkerPorts,
  { lanes, timing = {} }: { lanes: number; timing?: Partial<RunTiming> },
): { stop: () => Promise<void> } {
  const ports = { ...workerPorts, timing: { ...defaultTiming, ...timing } }
  const { database, workerId, clock, sleep, log } = ports
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const shyUntil = new Map<string, number>()

  const join = async (): Promise<boolean> => {
    const now = clock.elapsedMs()
    const avoid = [...shyUntil].flatMap(([runId, until]) => (until > now ? [runId] : []))
    const seat = await joinLane(database.db, { workerId, leaseMs: ports.timing.leaseMs, avoid })
    if (seat === null) return false
    log.info({ runId: seat.runId, lane: seat.lane }, 'a lane of another worker’s run is worked here')
    const work = workAsGuest(ports, seat, stopping.signal)
      .then((isGood) => isGood || shyUntil.set(seat.runId, clock.elapsedMs() + shyMs))
      .catch((err: unknown) => {
        shyUntil.set(seat.runId, clock.elapsedMs() + shyMs)
        log.warn({ err, runId: seat.runId }, 'a guest lane broke')
      })
      .then(() => void underWay.delete(work))
    underWay.add(work)
    return true
  }

  const looking = (async () => {
    while (!stopping.signal.aborted) {
      const joined = underWay.size < lanes && (await join().catch(() => false))
      if (!joined) await sleep(everyMs, stopping.signal)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await looking
      await Promise.all(underWay)
    },
  }
}
