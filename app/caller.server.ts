import type { QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { createQueryClient } from '@/client/react/query-client'
import type { MeDto } from '@/domain/contracts/session'
import { identify } from '@/server/auth/identify'
import { requestIdOf } from '@/server/http/request-id'
import { services } from '@/server/services'
import type { Context } from '@/server/trpc/context'
import { type AppRouter, appRouter } from '@/server/trpc/root'

/** What a server component reads with, for the person who is signed in. */
export interface SignedIn {
  readonly me: MeDto
  /**
   * Options for `queryClient`: `await queryClient.prefetchQuery(trpc.migration.byId.queryOptions({ migrationId }))`, then
   * `<HydrationBoundary state={dehydrate(queryClient)}>` around the client component that asks the same.
   */
  readonly trpc: TRPCOptionsProxy<AppRouter>
  readonly queryClient: QueryClient
}

/** Who is signed in, read from the database once a request; null for a stranger. */
export const findSignedIn = cache(async (): Promise<SignedIn | null> => {
  const sent = await headers()
  const held = services()
  const identity = await identify(held, { headers: sent })
  if (identity === null) return null
  const requestId = requestIdOf(sent)
  const via = { channel: 'ui', ip: sent.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? null, requestId } as const
  const logger = held.logger.child({ requestId, userId: identity.userId })
  const ctx: Context = { services: held, identity, via, logger }
  const queryClient = createQueryClient()
  const { userId, name, email, isAdmin, kind } = identity
  return {
    me: { userId, name, email, isAdmin, kind },
    trpc: createTRPCOptionsProxy({ router: appRouter, ctx, queryClient }),
    queryClient,
  }
})

/** The same, for a page that only signed-in people see; a stranger goes to sign in and comes back to `path`. */
export async function requireSignedIn(path: string): Promise<SignedIn> {
  const signedIn = await findSignedIn()
  if (signedIn === null) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  return signedIn
}
