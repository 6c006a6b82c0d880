'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationErrorDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { ErrorList } from './error-list'

/** As many errors as the stream itself brings; where there are more, the rest is read page by page. */
const live = 20

/** What went wrong, grouped: the newest from the stream, so that counts move while one looks. */
export function ErrorsTab({ migrationId, newest }: { migrationId: string; newest: readonly MigrationErrorDto[] }) {
  const trpc = useTRPC()
  const older = useInfiniteQuery(
    trpc.migration.errors.infiniteQueryOptions(
      { migrationId },
      { enabled: newest.length >= live, getNextPageParam: (page) => page.nextCursor },
    ),
  )
  const shown = new Set(newest.map((error) => error.id))
  const rest = older.data?.pages.flatMap((page) => page.errors).filter((error) => !shown.has(error.id)) ?? []
  if (newest.length + rest.length === 0)
    return (
      <Card>
        <EmptyState sentence="No errors so far." />
      </Card>
    )
  return (
    <ErrorList
      errors={[...newest, ...rest]}
      onMore={older.hasNextPage ? () => void older.fetchNextPage() : undefined}
      loadingMore={older.isFetchingNextPage}
    />
  )
}
