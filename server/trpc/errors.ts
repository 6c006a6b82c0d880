import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'
import { ZodError } from 'zod'
import type { Refusal, RefusalCode } from '@/domain/refusal'

/** Refusal → tRPC code: the one place. tRPC maps these on to HTTP. */
const codes: Record<RefusalCode, TRPC_ERROR_CODE_KEY> = {
  'not-found': 'NOT_FOUND',
  forbidden: 'FORBIDDEN',
  'illegal-state': 'CONFLICT',
  stale: 'CONFLICT',
  conflict: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  blocked: 'PRECONDITION_FAILED',
  unacknowledged: 'PRECONDITION_FAILED',
}

/** A refusal on its way out of a procedure. */
export class RefusalError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** A refusal as tRPC throws it. */
export function refused(refusal: Refusal): TRPCError {
  return new TRPCError({ code: codes[refusal.code], message: refusal.message, cause: new RefusalError(refusal) })
}

/** A field of the input that is wrong, by its dotted path. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

/** What goes to the caller beside the code: a typed refusal, wrong fields, or a reference to the log; never a stack or a cause. */
export interface ErrorDetail {
  readonly refusal: Refusal | null
  readonly fields: readonly FieldProblem[] | null
  /** The request's id, by which the log has the cause of an error that nobody expected. */
  readonly reference: string | null
}

/** The message and detail of an error for whoever asked. */
export function explain(error: TRPCError, requestId: string | null): { message: string; detail: ErrorDetail } {
  const { cause, code, message } = error
  if (cause instanceof RefusalError)
    return { message, detail: { refusal: cause.refusal, fields: null, reference: requestId } }
  if (code === 'BAD_REQUEST' && cause instanceof ZodError) {
    const fields = cause.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
    return { message: 'The input is not valid.', detail: { refusal: null, fields, reference: requestId } }
  }
  const detail = { refusal: null, fields: null, reference: requestId }
  if (code === 'INTERNAL_SERVER_ERROR')
    return { message: `Something went wrong on the server. Reference: ${requestId ?? 'none'}.`, detail }
  return { message, detail }
}
