import { z } from 'zod'

/** What the server adds to each error: its typed refusal where it is one, and the id under which the logs have the cause. */
const answered = z.object({
  data: z.object({
    refusal: z.object({ message: z.string(), fix: z.string(), field: z.string().optional() }).nullish(),
    requestId: z.string().nullish(),
  }),
})

export type Explained = { message: string; field: string | undefined; requestId: string | undefined }

/** An error of a query or command in words for a person; what is unknown gets a plain sentence and its reference, never a stack. */
export function explainError(error: unknown): Explained {
  const known = answered.safeParse(error)
  if (!known.success) {
    return {
      message: 'Godwit did not answer. Check that it is running and that you are online.',
      field: undefined,
      requestId: undefined,
    }
  }
  const { refusal, requestId } = known.data.data
  return {
    message: refusal ? `${refusal.message} ${refusal.fix}` : 'Something went wrong inside Godwit; nothing was changed.',
    field: refusal?.field,
    requestId: requestId ?? undefined,
  }
}
