import type { DescribedError } from '@/connectors/errors'
import type { Picking } from '@/connectors/postgres/pick-rows'
import type { Refusal } from '@/connectors/postgres/rejects'
import type { BoardChunk } from './board'
import type { LaneContext } from './context'
import type { LaneSessions } from './lane-sessions'

/** A row of a later chunk that gives way, and the refusal that it gets for that. */
export interface Evicted {
  readonly ctid: string
  readonly refusal: Refusal
}

/** What is known of a chunk while its bad rows are looked for. */
export interface Sifting {
  readonly run: LaneContext
  readonly sessions: LaneSessions
  readonly chunk: BoardChunk
  readonly picking: Picking
  /** Rows of later chunks that have to give way to rows of this one, by their places. */
  readonly evicted: Map<string, Evicted>
}

/** What the target said to a row. */
export const refusalOf = ({ code, constraint, column, message, fix }: DescribedError): Refusal => ({
  sqlstate: code ?? '',
  constraint,
  column,
  message,
  fix,
})
