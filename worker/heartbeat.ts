import { beat, markStopped, registerWorker } from '@/db/statements/workers'
import type { WorkerPorts } from './ports'

const everyMs = 2_000

/** A sign of life in Godwit's database, by which the web process and other workers know that this one lives. */
export interface Heartbeat {
  /** Milliseconds since the last one was stored. */
  readonly ageMs: () => number
  /** The last one: the worker has stopped in order. */
  readonly stop: () => Promise<void>
}

/** Registers the worker and goes on to say that it is alive until stopped. */
export async function startHeartbeat(
  ports: Pick<WorkerPorts, 'workerId' | 'database' | 'clock' | 'sleep' | 'log'>,
  worker: { host: string; version: string },
): Promise<Heartbeat> {
  const { workerId, database, clock, sleep, log } = ports
  await registerWorker(database.db, { id: workerId, ...worker })
  const stopping = new AbortController()
  let storedAt = clock.elapsedMs()
  const beating = (async () => {
    for (;;) {
      await sleep(everyMs, stopping.signal)
      if (stopping.signal.aborted) return
      await beat(database.db, workerId).then(
        () => {
          storedAt = clock.elapsedMs()
        },
        (err: unknown) => log.warn({ err }, 'the heartbeat could not be stored'),
      )
    }
  })()
  return {
    ageMs: () => clock.elapsedMs() - storedAt,
    stop: async () => {
      stopping.abort()
      await beating
      await markStopped(database.db, workerId)
    },
  }
}
