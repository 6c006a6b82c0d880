import type { Landed } from '@/worker/engine/board'
import type { Range } from './source'

/** A chunk to be copied, and what a guest has to know to read what the holder reads. */
export interface Order {
  readonly id: number
  readonly chunk: { readonly task: number; readonly n: number } & Range
  readonly snapshot: string
  readonly targetStartedAt: number
}

/** A lane of the run that another worker works, as its row in Godwit's database says. */
export interface Seat {
  readonly id: number
  readonly lane: number
  readonly workerId: string
  readonly epoch: number
  readonly leaseUntil: number
  readonly order: Order | null
  readonly answer: { readonly id: number; readonly landed: Landed | null } | null
}

/** As many lanes as a run has; the upper half may be guests'. */
export const lanes = 4
