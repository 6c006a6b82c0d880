import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'
import { EventSource } from 'eventsource'
import superjson from 'superjson'
import type { AppRouter } from '@/server/trpc/root'

/** At most this many calls in one request: the server takes no more. */
const maxItems = 10

/** A typed client of Godwit's API. */
export type GodwitClient = TRPCClient<AppRouter>

/**
 * A client for programs outside the browser. `url` is where people reach Godwit (https://godwit.example), `token` an API token
 * (gdw_…). `channel` is what the audit shows; a program other than Godwit's own command is `api`.
 */
export function createGodwitClient(options: { url: string; token: string; channel?: 'api' | 'cli' }): GodwitClient {
  const url = new URL('/api/trpc', options.url).href
  const headers = { authorization: `Bearer ${options.token}`, 'x-godwit-channel': options.channel ?? 'api' }
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({
          url,
          transformer: superjson,
          EventSource,
          // The browser's EventSource takes no headers; this one does, by its own fetch.
          eventSourceOptions: {
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
          },
        }),
        false: httpBatchLink({ url, transformer: superjson, maxItems, headers }),
      }),
    ],
  })
}
