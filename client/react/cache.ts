import type { QueryClient } from '@tanstack/react-query'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@/server/trpc/root'

/** The cache, and the proxy that knows its keys. */
export interface Cache {
  readonly queryClient: QueryClient
  readonly trpc: TRPCOptionsProxy<AppRouter>
}
