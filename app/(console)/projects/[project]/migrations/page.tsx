import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MigrationList } from '@/components/migration/migration-list'
import { readFor } from '../../../../read-for'

export const metadata: Metadata = { title: 'Migrations' }

type Props = {
  params: Promise<{ project: string }>
  searchParams: Promise<{ state?: string | string[]; q?: string | string[] }>
}

export default async function Migrations({ params, searchParams }: Props) {
  const [{ project: projectId }, { state, q }] = await Promise.all([params, searchParams])
  const page = `/projects/${projectId}/migrations`
  const input = { projectId, states: [], search: '' }
  // With a filter in the address, the list asks for itself.
  const isWhole = state === undefined && q === undefined
  const dehydrated = await readFor(page, ({ trpc, queryClient }) =>
    isWhole
      ? [
          queryClient.fetchInfiniteQuery(
            trpc.migration.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
          ),
        ]
      : [],
  )
  return (
    <HydrationBoundary state={dehydrated}>
      <MigrationList projectId={projectId} />
    </HydrationBoundary>
  )
}
