import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ConnectionList } from '@/components/connection/connection-list'
import { readFor } from '../../../../read-for'

export const metadata: Metadata = { title: 'Connections' }

export default async function Connections({ params }: { params: Promise<{ project: string }> }) {
  const { project: projectId } = await params
  const state = await readFor(`/projects/${projectId}/connections`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.connection.list.queryOptions({ projectId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <ConnectionList projectId={projectId} />
    </HydrationBoundary>
  )
}
