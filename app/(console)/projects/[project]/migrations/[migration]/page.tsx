import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MigrationPage } from '@/components/migration/migration-page'
import { findSignedIn } from '../../../../../caller.server'
import { readFor } from '../../../../../read-for'

type Props = { params: Promise<{ project: string; migration: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ migration: migrationId }, signedIn] = await Promise.all([params, findSignedIn()])
  // A migration that may not be seen has no name here either; the page itself says not found.
  const found = await signedIn?.queryClient
    .fetchQuery(signedIn.trpc.migration.byId.queryOptions({ migrationId }))
    .catch(() => null)
  return { title: found?.name ?? 'Migration' }
}

export default async function Migration({ params }: Props) {
  const { project: projectId, migration: migrationId } = await params
  const state = await readFor(`/projects/${projectId}/migrations/${migrationId}`, ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.migration.byId.queryOptions({ migrationId })),
    queryClient.fetchQuery(trpc.migration.progress.queryOptions({ migrationId })),
    queryClient.fetchInfiniteQuery(
      trpc.migration.history.infiniteQueryOptions({ migrationId }, { getNextPageParam: (page) => page.nextCursor }),
    ),
  ])
  return (
    <HydrationBoundary state={state}>
      <MigrationPage projectId={projectId} migrationId={migrationId} />
    </HydrationBoundary>
  )
}
