/**
 * What a failure means for the work in hand.
 * - `row`: the data is at fault, if it persists with the row alone.
 * - `transient`: try again after a pause.
 * - `wait`: the server cannot go on until somebody helps it; pause without using up attempts.
 * - `table`: this table cannot go on as planned.
 * - `run`: nothing can go on.
 */
export const errorClasses = ['row', 'transient', 'wait', 'table', 'run'] as const
export type ErrorClass = (typeof errorClasses)[number]

/** A failure in plain words. Holds names of objects, never values of rows and never a credential. */
export interface DescribedError {
  readonly class: ErrorClass
  /** SQLSTATE of the server, or the socket's code (`ECONNRESET`); null where there is none. */
  readonly code: string | null
  /** What happened, one sentence. */
  readonly message: string
  /** What to do, one sentence. */
  readonly fix: string
  readonly schema: string | null
  readonly table: string | null
  readonly column: string | null
  readonly constraint: string | null
  /** The server's own sentence, where its class cannot quote a row's values; else null. */
  readonly serverMessage: string | null
}

/** Why a session could not be opened: thrown by `openSession`, shown step by step by `probe`. */
export class ConnectionFailed extends Error {
  readonly described: DescribedError
  override readonly name = 'ConnectionFailed'

  constructor(described: DescribedError) {
    super(described.message)
    this.described = described
  }
}
