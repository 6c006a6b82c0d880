'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { HeaderCommand } from './action-bar'

/** The commands of a migration's header. One runs at a time; the answer goes into the cache at once, the stream confirms it. */
export function useMigrationCommands(migrationId: string) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const onSuccess = (migration: MigrationDto) =>
    cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration)
  // A refusal often means that the page is behind: what it shows is read again.
  const onError = () => cache.invalidateQueries(trpc.migration.byId.queryFilter({ migrationId }))
  const commands = {
    plan: useMutation(trpc.migration.plan.mutationOptions({ onSuccess, onError })),
    pause: useMutation(trpc.migration.pause.mutationOptions({ onSuccess, onError })),
    resume: useMutation(trpc.migration.resume.mutationOptions({ onSuccess, onError })),
    retry: useMutation(trpc.migration.retry.mutationOptions({ onSuccess, onError })),
    cancel: useMutation(trpc.migration.cancel.mutationOptions({ onSuccess, onError })),
  }
  const names = Object.keys(commands) as HeaderCommand[]
  const busy = names.find((name) => commands[name].isPending) ?? null
  const error = names.map((name) => commands[name].error).find((each) => each !== null) ?? null

  const run = (command: HeaderCommand, reason: string | null, onDone: () => void) => {
    if (busy !== null) return
    for (const name of names) commands[name].reset()
    if (command === 'plan') commands.plan.mutate({ migrationId }, { onSuccess: onDone })
    else commands[command].mutate({ migrationId, reason }, { onSuccess: onDone })
  }
  return { run, busy, error }
}
