'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '@/client/react'
import type { MigrationDto, MigrationEventDto } from '@/domain/contracts/migration'
import type { RejectGroupKey } from '@/domain/contracts/quarantine'
import type { MigrationEventType } from '@/domain/migration/events'

/** After these, what is read of the rows has changed. */
const aboutRejects: ReadonlySet<MigrationEventType> = new Set<MigrationEventType>([
  'RowsQuarantined',
  'RejectsAccepted',
  'RejectsSkipped',
  'RejectReplayRequested',
  'RejectsReplayed',
  'ReplayRefused',
  'MigrationRetryRequested',
])

const rowsOfPage = 50
const askAgainMs = 1_000

/** The groups of rows in quarantine. They do not travel with the stream: it tells that they have changed, and then they are read again. */
export function useRejectGroups(migration: MigrationDto, events: readonly MigrationEventDto[]) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const query = useQuery(trpc.migration.rejects.queryOptions({ migrationId: migration.id, limit: 1 }))
  const newest = events.find(({ event }) => aboutRejects.has(event.type))?.seq ?? 0
  const told = `${JSON.stringify(migration.quarantine)} ${newest}`
  const [read, setRead] = useState(told)
  useEffect(() => {
    if (read === told) return
    setRead(told)
    void cache.invalidateQueries({ queryKey: trpc.migration.rejects.pathKey() })
  }, [read, told, cache, trpc])
  return query
}

/** The rows of one group, page by page; while a worker tries one of them, they are asked for again each second. */
export function useRejectRows(migrationId: string, group: RejectGroupKey) {
  const trpc = useTRPC()
  return useInfiniteQuery(
    trpc.migration.rejects.infiniteQueryOptions(
      { migrationId, group, limit: rowsOfPage },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.rejects.some((row) => row.isRequested)) === true ? askAgainMs : false,
      },
    ),
  )
}
