'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { RejectGroupKey } from '@/domain/contracts/quarantine'

/** As many rows as one command takes, and one page brings. */
const mostRows = 1_000
const mostOfPage = 200

/**
 * The commands about rows in quarantine. The answer goes into the cache at once and the rows are read again; a refusal often means that
 * the page is behind, so then as well. `group` null stands for all rows that are open.
 */
export function useRejectCommands(migrationId: string) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const cache = useQueryClient()
  const onSuccess = (migration: MigrationDto) =>
    cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration)
  const onSettled = async () => {
    await cache.invalidateQueries({ queryKey: trpc.migration.rejects.pathKey() })
    await cache.invalidateQueries(trpc.migration.byId.queryFilter({ migrationId }))
  }
  const again = { onSuccess, onSettled }

  /** The rows of a group that are open, as far as one command takes them. */
  const openRows = async (group: RejectGroupKey, { withValues }: { withValues: boolean }): Promise<string[]> => {
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof client.migration.rejects.query>> = await client.migration.rejects.query({
        migrationId,
        group,
        states: ['open'],
        limit: mostOfPage,
        cursor,
      })
      ids.push(...page.rejects.filter((row) => row.hasImage || !withValues).map((row) => row.id))
      cursor = page.nextCursor
    } while (cursor !== null && ids.length < mostRows)
    return ids.slice(0, mostRows)
  }

  const retry = useMutation({
    mutationFn: async (group: RejectGroupKey | null) => {
      const rejectIds = group === null ? null : await openRows(group, { withValues: true })
      return client.migration.retry.mutate({ migrationId, scope: { kind: 'rejects', rejectIds } })
    },
    ...again,
  })
  const skip = useMutation({
    mutationFn: async ({ rows, reason }: { rows: RejectGroupKey | readonly string[]; reason: string | null }) => {
      if (isIds(rows)) return client.migration.skipRejects.mutate({ migrationId, rejectIds: [...rows], reason })
      // Skipping leaves the state as it is: a group that is larger than one command takes several.
      for (;;) {
        const rejectIds = await openRows(rows, { withValues: false })
        if (rejectIds.length === 0) return client.migration.byId.query({ migrationId })
        const migration = await client.migration.skipRejects.mutate({ migrationId, rejectIds, reason })
        if (rejectIds.length < mostRows) return migration
      }
    },
    ...again,
  })
  const accept = useMutation(trpc.migration.accept.mutationOptions(again))
  const replay = useMutation(trpc.migration.replayReject.mutationOptions(again))
  return { retry, skip, accept, replay }
}
export type RejectCommands = ReturnType<typeof useRejectCommands>

const isIds = (rows: RejectGroupKey | readonly string[]): rows is readonly string[] => Array.isArray(rows)
