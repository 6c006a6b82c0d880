import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MigrationPage } from '@/components/migration/migration-page'
import { readFor } from '../../../../../../read-for'

export const metadata: Metadata = { title: 'Plan' }

export default async function MigrationPlan({ params }: { params: Promise<{ project: string; migration: string }> }) {
  const { project: projectId, migration: migrationId } = await params
  const state = await readFor(`/projects/${projectId}/migrations/${migrationId}/plan`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.migration.byId.queryOptions({ migrationId })),
    queryClient.fetchQuery(trpc.migration.currentPlan.queryOptions({ migrationId })),
  ])
  return (
    <HydrationBoundary state={state}>
      <MigrationPage projectId={projectId} migrationId={migrationId} planOnly />
    </HydrationBoundary>
  )
}
