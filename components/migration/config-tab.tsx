'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { SettingsForm } from './settings-form'

/** A migration's settings; a change is bound to the version that was read, so that two people do not undo each other unseen. */
export function ConfigTab({ migration }: { migration: MigrationDto }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const migrationId = migration.id
  const update = useMutation(
    trpc.migration.updateConfig.mutationOptions({
      onSuccess: (answer) => cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), answer),
      onError: () => cache.invalidateQueries(trpc.migration.byId.queryFilter({ migrationId })),
    }),
  )
  return (
    <SettingsForm
      migration={migration}
      busy={update.isPending}
      saved={update.isSuccess}
      error={update.error}
      onSave={(patch, configVersion) => update.mutate({ migrationId, configVersion, patch })}
    />
  )
}
