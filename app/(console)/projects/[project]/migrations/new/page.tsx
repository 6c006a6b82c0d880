import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewMigration } from '@/components/migration/new-migration'
import { readFor } from '../../../../../read-for'

export const metadata: Metadata = { title: 'New migration' }

export default async function New({ params }: { params: Promise<{ project: string }> }) {
  const { project: projectId } = await params
  const state = await readFor(`/projects/${projectId}/migrations/new`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.connection.list.queryOptions({ projectId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <NewMigration projectId={projectId} />
    </HydrationBoundary>
  )
}
