import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { SchemaBrowser } from '@/components/schema/schema-browser'
import { readFor } from '../../../../../../read-for'

export const metadata: Metadata = { title: 'Schema' }

/** The tables themselves are fetched by the browser: a thousand of them would be sent twice, as a page and as data. */
export default async function Schema({ params }: { params: Promise<{ project: string; connection: string }> }) {
  const { project: projectId, connection: connectionId } = await params
  const state = await readFor(`/projects/${projectId}/connections/${connectionId}/schema`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.connection.byId.queryOptions({ connectionId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <SchemaBrowser projectId={projectId} connectionId={connectionId} />
    </HydrationBoundary>
  )
}
