'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/client/react'

/** The timeline, newest first: the stream puts new events before it, older ones are read page by page. */
export function useHistory(migrationId: string) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.migration.history.infiniteQueryOptions({ migrationId }, { getNextPageParam: (page) => page.nextCursor }),
  )
  const { data } = query
  const events = useMemo(() => data?.pages.flatMap((page) => page.events) ?? [], [data])
  return { query, events }
}
