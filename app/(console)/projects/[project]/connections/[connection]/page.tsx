import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ConnectionPage } from '@/components/connection/connection-page'
import { readFor } from '../../../../../read-for'

export const metadata: Metadata = { title: 'Connection' }

export default async function Connection({ params }: { params: Promise<{ project: string; connection: string }> }) {
  const { project: projectId, connection: connectionId } = await params
  const state = await readFor(`/projects/${projectId}/connections/${connectionId}`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.connection.byId.queryOptions({ connectionId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <ConnectionPage projectId={projectId} connectionId={connectionId} />
    </HydrationBoundary>
  )
}
