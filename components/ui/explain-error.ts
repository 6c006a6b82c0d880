import { failureOf } from '@/client/react'

export type Explained = {
  message: string
  /** Which input it is about, as a dotted path. */
  field: string | undefined
  /** Only where nobody expected the error: with it, the logs tell the cause. */
  requestId: string | undefined
}

/** An error of a query or command in words for a person: what is wrong and what to do; never a stack. */
export function explainError(error: unknown): Explained {
  const failure = failureOf(error)
  const none = { field: undefined, requestId: undefined }
  switch (failure.kind) {
    case 'refused':
      return {
        ...none,
        message: [failure.message, failure.fix].filter(Boolean).join(' '),
        field: failure.field ?? undefined,
      }
    case 'invalid':
      return { ...none, message: failure.fields[0]?.message ?? failure.message, field: failure.fields[0]?.field }
    case 'signed-out':
      return { ...none, message: 'Your session has ended. Sign in again.' }
    case 'unreachable':
      return { ...none, message: 'Godwit did not answer. Check that it is running and that you are online.' }
    case 'limited':
    case 'broken':
      return { ...none, message: failure.message, requestId: failure.reference ?? undefined }
  }
}
