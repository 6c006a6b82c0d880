import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '@/db/client'
import type { WorkerEnvironment } from './environment'
import { createLog } from './log'
import type { Sleep, WorkerPorts } from './ports'

/** The ports of a real process. */
export function realPorts(environment: WorkerEnvironment, database: Database): WorkerPorts {
  const workerId = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  return {
    workerId,
    clock: { now: () => new Date(), elapsedMs: () => performance.now() },
    sleep,
    random: Math.random,
    log: createLog({ level: environment.logLevel, workerId }),
    database,
    encryptionKeys: environment.encryptionKeys,
  }
}

const sleep: Sleep = async (ms, signal) => {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  })
}
