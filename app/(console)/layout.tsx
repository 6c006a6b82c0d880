import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { GodwitProvider } from '@/client/react'
import { Shell } from '@/components/shell/shell'
import { requireSignedIn } from '../caller.server'

/** Everything behind sign-in: the console's frame, with the projects that its navigation names. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get('x-path') ?? '/'
  const { me, trpc, queryClient } = await requireSignedIn(path)
  await queryClient.prefetchQuery(trpc.project.list.queryOptions())
  return (
    <GodwitProvider>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <Shell me={me}>{children}</Shell>
      </HydrationBoundary>
    </GodwitProvider>
  )
}
