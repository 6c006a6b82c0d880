import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewConnection } from '@/components/connection/new-connection'
import { readFor } from '../../../../../read-for'

export const metadata: Metadata = { title: 'New connection' }

export default async function New({ params }: { params: Promise<{ project: string }> }) {
  const { project: projectId } = await params
  const state = await readFor(`/projects/${projectId}/connections/new`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.connection.list.queryOptions({ projectId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <NewConnection projectId={projectId} />
    </HydrationBoundary>
  )
}
