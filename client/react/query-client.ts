import { QueryClient } from '@tanstack/react-query'
import { failureOf } from '../errors'

/** What has been read stays good for this long by itself; the stream and a person's own commands refresh it earlier. */
const staleMs = 30_000
const tries = 2

/** A cache with Godwit's manners: no refetch for looking at the window again, no second try of what the server has refused. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: staleMs,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < tries && failureOf(error).kind === 'unreachable',
      },
      mutations: { retry: false },
    },
  })
}
