import { afterEach } from 'vitest'
import type { GodwitRig } from './godwit-rig'
import { startWorker, type WorkerProcess } from './worker-process'

/** The worker processes of a file of tests: none outlives its test. */
export interface StartedWorkers {
  /** Starts one with Godwit's database and the keys, and `more`; nothing else. `checkout`: where its sources are, if elsewhere. */
  readonly start: (more?: Record<string, string>, checkout?: string) => WorkerProcess
  /** Starts one with exactly these variables. */
  readonly startWith: (env: Record<string, string>) => WorkerProcess
  /** Waits until something is found; throws, with what the workers wrote, where it is not in time. */
  readonly until: <T>(found: () => Promise<T | undefined | false>, waitMs?: number) => Promise<T>
}

const lookMs = 20

/** To be called once, where the tests are described; `rig` is asked for when a worker is started. */
export function startedWorkers(rig: () => GodwitRig): StartedWorkers {
  const started: WorkerProcess[] = []
  afterEach(async () => {
    for (const worker of started.splice(0)) {
      worker.child.kill('SIGKILL')
      await worker.ended
    }
  })
  const keep = (worker: WorkerProcess) => {
    started.push(worker)
    return worker
  }
  return {
    start: (more = {}, checkout) => {
      const { database, ports } = rig()
      const keys = JSON.stringify(ports.encryptionKeys)
      return keep(startWorker({ DATABASE_URL: database.url, GODWIT_ENCRYPTION_KEYS: keys, ...more }, checkout))
    },
    startWith: (env) => keep(startWorker(env)),
    until: async (found, waitMs = 90_000) => {
      for (const end = performance.now() + waitMs; performance.now() < end; await rig().ports.sleep(lookMs)) {
        const value = await found()
        if (value !== undefined && value !== false) return value
      }
      throw new Error(`It did not come to pass.\n${started.map((worker) => worker.output()).join('\n')}`)
    },
  }
}
