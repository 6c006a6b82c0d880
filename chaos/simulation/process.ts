import type { Plan } from '@/domain/plan/plan'
import type { Random } from '../random'
import type { Own } from './own'
import type { Source } from './source'
import type { Holes, Target, Transaction } from './target'

/** One thing after the other; at each `yield` everything else may happen, and the process may be killed. */
export type Fiber<T = void> = Generator<undefined, T, undefined>

/** The simulated world. */
export interface World {
  readonly random: Random
  readonly plan: Plan
  readonly source: Source
  readonly target: Target
  readonly own: Own
  readonly holes: Holes
  readonly batchSize: number
  /** Simulated milliseconds. */
  now: number
  /** What the next commits and claims are to suffer: their answer is lost. */
  lostAnswers: number
  /** Processes so far. */
  lives: number
}

/** Why the lanes of a process stop. */
export type Halt = 'again' | 'lost' | 'failed' | 'pausing'

/** A worker process: its fibers end with it, its transactions are the server's. */
export interface Process {
  readonly id: string
  /** What it still does. */
  fibers: Fiber[]
  /** It does nothing until then. */
  frozenUntil: number
  /** Under which epoch it holds the run; null: it holds none. */
  epoch: number | null
  renewedAt: number
  halt: Halt | null
  /** The snapshot that its keeper holds. */
  keeper: string | null
  readonly open: Set<Transaction>
}

/** Milliseconds. */
export const leaseMs = 200
export const heartbeatMs = 40
