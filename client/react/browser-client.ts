import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '@/server/trpc/root'

const url = '/api/trpc'

/** The server takes no more calls than this in one request. */
const maxItems = 10

/** The client of a tab: the session's cookie signs in, calls of one moment share a request, the stream is an EventSource. */
export function createBrowserClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: httpBatchLink({ url, transformer: superjson, maxItems }),
      }),
    ],
  })
}
