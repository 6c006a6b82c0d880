import { isTRPCClientError, TRPCClientError } from '@trpc/client'
import { z } from 'zod'
import type { AppRouter } from '@/server/trpc/root'

/** Codes of domain/refusal.ts, and what can go wrong around a call. */
const detailSchema = z.object({
  code: z.string(),
  httpStatus: z.number(),
  refusal: z
    .object({ code: z.string(), message: z.string(), fix: z.string(), field: z.string().optional() })
    .nullable()
    .optional(),
  fields: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .nullable()
    .optional(),
  reference: z.string().nullable().optional(),
})
type Detail = z.infer<typeof detailSchema>

/** Why a call failed, in the words of the server. */
export interface Failure {
  /**
   * - `refused`: Godwit says no; `code` is a refusal's code, `fix` what to do instead.
   * - `invalid`: fields of the input are wrong.
   * - `signed-out`: sign in (again).
   * - `limited`: too many calls.
   * - `unreachable`: no answer came.
   * - `broken`: the server failed; `reference` finds the cause in its log.
   */
  readonly kind: 'refused' | 'invalid' | 'signed-out' | 'limited' | 'unreachable' | 'broken'
  readonly code: string | null
  readonly message: string
  readonly fix: string | null
  /** The input field it is about, as a dotted path. */
  readonly field: string | null
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  readonly reference: string | null
}

/** The typed failure inside whatever a call has thrown. */
export function failureOf(error: unknown): Failure {
  const plain = { code: null, fix: null, field: null, fields: [], reference: null }
  if (!isTRPCClientError<AppRouter>(error)) return { ...plain, kind: 'broken', message: messageOf(error) }
  const detail = detailSchema.safeParse(error.data)
  if (!detail.success) return { ...plain, kind: 'unreachable', message: 'Godwit cannot be reached.' }
  const { refusal, fields, reference = null } = detail.data
  if (refusal)
    return {
      ...plain,
      kind: 'refused',
      code: refusal.code,
      message: refusal.message,
      fix: refusal.fix,
      field: refusal.field ?? null,
      reference,
    }
  return { ...plain, kind: kindOf(detail.data), message: error.message, fields: fields ?? [], reference }
}

function kindOf({ code, fields }: Detail): Failure['kind'] {
  if (code === 'UNAUTHORIZED') return 'signed-out'
  if (code === 'TOO_MANY_REQUESTS') return 'limited'
  if (fields) return 'invalid'
  return 'broken'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.'
}

/** Is it the server that turned a stranger away? */
export function isSignedOut(error: unknown): boolean {
  return error instanceof TRPCClientError && failureOf(error).kind === 'signed-out'
}
