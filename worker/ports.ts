import type { JWK } from 'jose'
import type { Logger } from 'pino'
import type { Database } from '@/db/client'
import type { Actor } from '@/domain/access/actor'

/** Time. Both clocks can be replaced by tests. */
export interface Clock {
  /** The wall clock, for what is stored and shown. */
  readonly now: () => Date
  /** Milliseconds on a clock that never jumps, for durations. */
  readonly elapsedMs: () => number
}

/** Waits; ends early, without an error, when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** Everything of the outer world that a job of the worker uses: passed in, so that tests replace it. */
export interface WorkerPorts {
  /** One process: host, process id and a random part. */
  readonly workerId: string
  readonly clock: Clock
  readonly sleep: Sleep
  /** In [0, 1). */
  readonly random: () => number
  readonly log: Logger
  /** Godwit's own database. */
  readonly database: Database
  /** Private keys that open connections' passwords; the first is the active one. */
  readonly encryptionKeys: readonly JWK[]
}

/** The worker itself as an actor: its transitions are audited by the same path as a person's. */
export function workerActor(ports: Pick<WorkerPorts, 'workerId'>): Actor {
  return { kind: 'system', workerId: ports.workerId, via: { channel: 'worker', ip: null, requestId: null } }
}
