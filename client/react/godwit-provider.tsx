'use client'

import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createBrowserClient } from './browser-client'
import { LiveConnection } from './live-connection'
import { createFrameMerger } from './merge-frame'
import { createQueryClient } from './query-client'
import { TRPCProvider, useTRPC, useTRPCClient } from './trpc'
import { LiveContext } from './use-live'

/** What every page of the console stands in: the query cache, the API, the one stream of this tab. */
export function GodwitProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  const [client] = useState(createBrowserClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <LiveProvider>{children}</LiveProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}

function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient()
  const client = useTRPCClient()
  const trpc = useTRPC()
  const [connection] = useState(() => new LiveConnection({ client, onFrame: createFrameMerger({ queryClient, trpc }) }))
  return <LiveContext value={connection}>{children}</LiveContext>
}
