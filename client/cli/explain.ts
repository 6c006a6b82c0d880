import { type Failure, failureOf } from '../errors'
import { CommandError, type ExitCode, exitCodes } from './exit-codes'

/** How a refusal of the server ends a command, by its code (domain/refusal.ts). */
const codeOfRefusal: ReadonlyMap<string, ExitCode> = new Map([
  ['not-found', exitCodes.notFound],
  ['forbidden', exitCodes.notAuthorised],
  ['invalid', exitCodes.usage],
])

const codeOfKind: Record<Exclude<Failure['kind'], 'refused'>, ExitCode> = {
  invalid: exitCodes.usage,
  'signed-out': exitCodes.notAuthorised,
  limited: exitCodes.unreachable,
  unreachable: exitCodes.unreachable,
  broken: exitCodes.migrationFailed,
}

const fixOfKind: Partial<Record<Failure['kind'], string>> = {
  'signed-out': 'This token is not valid: run godwit login, or set GODWIT_TOKEN.',
  limited: 'Wait a little, then try again.',
  unreachable: 'Is it running? npm start, or check GODWIT_URL.',
}

/** What went wrong, in words, and the exit code it gives. */
export function explain(cause: unknown): { exitCode: ExitCode; message: string; fix: string | null } {
  if (cause instanceof CommandError) return cause
  const failure = failureOf(cause)
  if (failure.kind === 'refused') {
    // What is left of the refusals is about the state that something is in.
    const exitCode = codeOfRefusal.get(failure.code ?? '') ?? exitCodes.illegalState
    return { exitCode, message: failure.message, fix: failure.fix }
  }
  const fields = failure.fields.map(({ field, message }) => `${field}: ${message}`).join('\n        ')
  const message = failure.kind === 'invalid' && fields !== '' ? fields : failure.message
  const reference = failure.reference === null ? null : `The server's log has the cause under ${failure.reference}.`
  return { exitCode: codeOfKind[failure.kind], message, fix: fixOfKind[failure.kind] ?? reference }
}
