import { z } from 'zod'

/** What the server adds to each error: a typed refusal or wrong fields where it is one, and the id under which the logs have the cause. */
const answered = z.object({
  message: z.string(),
  data: z.object({
    code: z.string(),
    refusal: z.object({ message: z.string(), fix: z.string(), field: z.string().optional() }).nullable(),
    fields: z.array(z.object({ field: z.string(), message: z.string() })).nullable(),
    reference: z.string().nullable(),
  }),
})

export type Explained = {
  message: string
  /** Which input it is about, as a dotted path. */
  field: string | undefined
  /** Only where nobody expected the error: with it, the logs tell the cause. */
  requestId: string | undefined
}

/** An error of a query or command in words for a person; what is unknown gets a plain sentence and its reference, never a stack. */
export function explainError(error: unknown): Explained {
  const known = answered.safeParse(error)
  if (!known.success) {
    const message = 'Godwit did not answer. Check that it is running and that you are online.'
    return { message, field: undefined, requestId: undefined }
  }
  const { message, data } = known.data
  if (data.refusal) {
    return { message: `${data.refusal.message} ${data.refusal.fix}`, field: data.refusal.field, requestId: undefined }
  }
  const [wrong] = data.fields ?? []
  if (wrong) return { message: wrong.message, field: wrong.field, requestId: undefined }
  if (data.code === 'UNAUTHORIZED') {
    return { message: 'Your session has ended. Sign in again.', field: undefined, requestId: undefined }
  }
  return { message, field: undefined, requestId: data.reference ?? undefined }
}
