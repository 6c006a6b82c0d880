import { type DehydratedState, dehydrate } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { requireSignedIn, type SignedIn } from './caller.server'

/** What the address names does not exist, may not be seen, or is no address of anything: to the reader all the same. */
const lost: readonly unknown[] = ['NOT_FOUND', 'BAD_REQUEST']
const isLost = (cause: unknown) => cause instanceof Error && 'code' in cause && lost.includes(cause.code)

/**
 * Reads what a page shows before it is sent, as the person who is signed in; a stranger goes to sign in and comes back to `path`.
 * `ask` fetches with the query client; what it has read goes to the browser's cache. Other failures are left to the page,
 * which asks again and shows them.
 */
export async function readFor(
  path: string,
  ask: (signedIn: SignedIn) => readonly Promise<unknown>[],
): Promise<DehydratedState> {
  const signedIn = await requireSignedIn(path)
  const answers = await Promise.allSettled(ask(signedIn))
  if (answers.some((answer) => answer.status === 'rejected' && isLost(answer.reason))) notFound()
  return dehydrate(signedIn.queryClient)
}
