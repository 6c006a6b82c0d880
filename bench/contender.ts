import type { Product } from './product'
import type { Servers } from './servers'

/** A key range: above `lower`, up to `upper`; null is no bound. */
export interface KeyRange {
  readonly lower: string | null
  readonly upper: string | null
}

/** What those who carry rows from source to target find. */
export interface Place {
  readonly servers: Servers
  readonly product: Product
  readonly lanes: number
  readonly sourceUrl: string
  readonly targetUrl: string
  /** A folder for what a program leaves on the way; empty at first, removed afterwards. */
  readonly folder: string
  /** The chunks in which Godwit last copied the table of this data set. */
  readonly chunks: KeyRange[]
}

/** What a contender itself knows of its work; wall time is taken around it where it does not say. */
export interface Outcome {
  readonly wallMs?: number
  /** What went before and is not in the wall time. */
  readonly planMs?: number
  /** Payload that passed through. */
  readonly bytes?: number
}

/** Somebody who can carry a data set from source to target. */
export interface Contender {
  readonly name: string
  /** How it is called, for the reader. */
  readonly does: string
  /** A program that may be missing. */
  readonly needs?: string
  /** True where it promises to carry rows, but not every definition as it was. */
  readonly rowsOnly?: boolean
  /** Gets ready, unmeasured; what it answers is measured. */
  readonly prepare: (place: Place) => Promise<() => Promise<Outcome>>
}
