'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationDto, MigrationErrorDto, MigrationEventDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { ErrorList } from './error-list'
import { hasQuarantine, Quarantine } from './quarantine/quarantine'

/** As many errors as the stream itself brings; where there are more, the rest is read page by page. */
const live = 20

/** Rows that the target refused, and what else went wrong, grouped: the newest from the stream, so that counts move while one looks. */
export function ErrorsTab({
  migration,
  newest,
  events,
}: {
  migration: MigrationDto
  newest: readonly MigrationErrorDto[]
  events: readonly MigrationEventDto[]
}) {
  const trpc = useTRPC()
  const older = useInfiniteQuery(
    trpc.migration.errors.infiniteQueryOptions(
      { migrationId: migration.id },
      { enabled: newest.length >= live, getNextPageParam: (page) => page.nextCursor },
    ),
  )
  const inQuarantine = hasQuarantine(migration)
  const shown = new Set(newest.map((error) => error.id))
  const rest = older.data?.pages.flatMap((page) => page.errors).filter((error) => !shown.has(error.id)) ?? []
  // Rows stand in quarantine with all that is known about them: they are not told twice.
  const errors = [...newest, ...rest].filter((error) => !inQuarantine || error.class !== 'row')
  if (errors.length === 0 && !inQuarantine)
    return (
      <Card>
        <EmptyState sentence="No errors so far." />
      </Card>
    )
  return (
    <>
      {inQuarantine ? <Quarantine migration={migration} events={events} /> : null}
      {errors.length === 0 ? null : (
        <ErrorList
          errors={errors}
          onMore={older.hasNextPage ? () => void older.fetchNextPage() : undefined}
          loadingMore={older.isFetchingNextPage}
        />
      )}
    </>
  )
}
