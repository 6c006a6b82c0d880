import type { Plan } from '@/domain/plan/plan'
import type { Random } from '../random'
import type { Own } from './own'
import type { Seat } from './seat'
import type { Source } from './source'
import type { Holes, Target } from './target'

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
  /** Processes, seats and orders so far: each has a number of its own. */
  names: number
  /** Lanes that guests took, and chunks that they were told to copy. */
  guests: number
  orders: number
}

/** Why the lanes of a process stop. */
export type Halt = 'again' | 'lost' | 'failed' | 'pausing' | 'cancelling'

/** Who copies: a process for a run that it holds, or a guest with its seat. */
export interface Hand {
  readonly id: string
  readonly seat: Seat | null
  halt: Halt | null
}

/** A guest's place: what the loop beside its copying keeps for it. */
export interface Post extends Hand {
  readonly seat: Seat
  lookedAt: number
  renewedAt: number
}

/** A worker process: its fibers end with it, its transactions are the server's. */
export interface Process extends Hand {
  /** What it still does. */
  fibers: Fiber[]
  /** It does nothing until then. */
  frozenUntil: number
  /** Under which epoch it holds the run; null: it holds none. */
  epoch: number | null
  renewedAt: number
  /** The snapshot that its keeper holds. */
  keeper: string | null
  /** Its places in runs of others. */
  readonly posts: Set<Post>
}

/** Milliseconds. */
export const leaseMs = 200
export const heartbeatMs = 40
