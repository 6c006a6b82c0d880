'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC } from '@/client/react'
import type { MigrationDto, PlanDto } from '@/domain/contracts/migration'
import type { TableWriting } from '@/domain/plan/set-write-choices'

/** Is what was read still the plan that the migration has, with all that has been accepted? */
const isCurrent = (migration: MigrationDto, plan: PlanDto) =>
  migration.plan !== null && plan.id === migration.plan.id && plan.acknowledged.length === migration.plan.acknowledged

/** The migration's plan. It is large and does not travel with the stream: the stream says that it has changed, and then it is read again. */
export function useCurrentPlan(migration: MigrationDto) {
  const trpc = useTRPC()
  const query = useQuery(
    trpc.migration.currentPlan.queryOptions({ migrationId: migration.id }, { enabled: migration.plan !== null }),
  )
  const { data, isFetching, refetch } = query
  const behind = data !== undefined && data !== null && migration.plan !== null && !isCurrent(migration, data)
  // Keyed by what the migration says, so that an answer that is still behind is not asked for again and again.
  const wanted = `${migration.plan?.id} ${migration.plan?.acknowledged}`
  const [asked, setAsked] = useState(wanted)
  useEffect(() => {
    if (!behind || isFetching || asked === wanted) return
    setAsked(wanted)
    void refetch()
  }, [behind, isFetching, refetch, asked, wanted])
  return query
}

/** The commands that belong to a plan: accepting warnings and waiving blockers by name, choosing how tables are written, and starting. */
export function usePlanCommands(migrationId: string) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [accepting, setAccepting] = useState<ReadonlySet<string>>(new Set())
  const readAgain = () => cache.invalidateQueries(trpc.migration.byId.queryFilter({ migrationId }))
  const acknowledge = useMutation(
    trpc.migration.acknowledge.mutationOptions({
      onSettled: async () => {
        await Promise.all([
          readAgain(),
          cache.invalidateQueries(trpc.migration.currentPlan.queryFilter({ migrationId })),
        ])
        setAccepting(new Set())
      },
    }),
  )
  const waive = useMutation(
    trpc.migration.waive.mutationOptions({
      onSuccess: (migration) => cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration),
      onError: readAgain,
    }),
  )
  const choosing = useMutation(
    trpc.migration.chooseWriting.mutationOptions({
      onSuccess: (migration) => cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration),
      onError: readAgain,
    }),
  )
  const start = useMutation(
    trpc.migration.start.mutationOptions({
      onSuccess: (migration) => cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration),
      onError: readAgain,
    }),
  )
  return {
    accepting,
    accept: (planHash: string, findingIds: string[]) => {
      setAccepting(new Set([...accepting, ...findingIds]))
      acknowledge.mutate({ migrationId, planHash, findingIds })
    },
    waive: (planHash: string, findingIds: string[], reason: string) =>
      waive.mutate({ migrationId, planHash, findingIds, reason }),
    waiving: waive.isPending,
    chooseWriting: (planHash: string, choices: readonly TableWriting[]) =>
      choosing.mutate({
        migrationId,
        planHash,
        choices: choices.map(({ table: { schema, name }, choice }) => ({ table: { schema, name }, choice })),
      }),
    choosing: choosing.isPending,
    choosingError: choosing.error,
    start: (planHash: string, reason: string | null) => start.mutate({ migrationId, planHash, reason }),
    starting: start.isPending || start.isSuccess,
    error: acknowledge.error ?? waive.error ?? choosing.error ?? start.error,
  }
}
