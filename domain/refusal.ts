import { err } from './result'

/**
 * Why Godwit says no. Closed: every edge (HTTP, CLI exit code, page) maps each code exactly once.
 * - `not-found`: it does not exist, or you may not know that it does.
 * - `forbidden`: you may see it, but your level does not allow this.
 * - `illegal-state`: the state machine does not allow this now.
 * - `invalid`: the input is understood and wrong.
 * - `conflict`: it clashes with something that exists (a name, a running activity).
 * - `blocked`: the plan has findings that stop this.
 * - `unacknowledged`: the plan has warnings that nobody has accepted yet.
 * - `stale`: what you looked at has changed since.
 */
export const refusalCodes = [
  'not-found',
  'forbidden',
  'illegal-state',
  'invalid',
  'conflict',
  'blocked',
  'unacknowledged',
  'stale',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A typed no: what is wrong, and what to do instead. Neither sentence ever holds a secret. */
export interface Refusal {
  readonly code: RefusalCode
  /** What is wrong, one sentence for a person. */
  readonly message: string
  /** What to do about it, one sentence for a person. */
  readonly fix: string
  /** The input field it is about, as a dotted path, where there is one. */
  readonly field?: string
}

/** A refusal as the failed half of a Result. */
export function refuse(code: RefusalCode, message: string, fix: string, field?: string) {
  return err<Refusal>(field === undefined ? { code, message, fix } : { code, message, fix, field })
}
