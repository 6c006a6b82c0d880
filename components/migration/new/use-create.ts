'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import type { WriteChoice } from '@/domain/plan/write-mode'
import type { Selection } from '../../mapping/selection'
import { defaultSettings, type Settings, settingsPatch } from '../settings'
import type { About } from './config-step'

export interface NewMigrationChoice {
  readonly source: ConnectionDto
  readonly target: ConnectionDto
  readonly selection: Selection
  readonly about: About
  readonly settings: Settings
  /** How rows are written into every table that exists; the plan offers another way for each. */
  readonly write: WriteChoice
  /** The same key again creates nothing twice. */
  readonly key: string
}

/** A selection as a mapping's content; the tables step has made sure that it is not empty. */
const contentOf = ({ kind, named }: Selection, write: WriteChoice) => ({
  tables: kind === 'everything' ? { kind, except: named } : { kind, only: named },
  ...(write.mode === 'fail-if-not-empty' && write.triggers === undefined ? {} : { write: { all: write, tables: [] } }),
})

/** Creates the migration, asks for its plan, and goes to its page; from then on the draft is the server's. */
export function useCreate(projectId: string, onCreated: () => void) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const plan = useMutation(trpc.migration.plan.mutationOptions())
  const create = useMutation(
    trpc.migration.create.mutationOptions({
      onSuccess: async ({ id }) => {
        // Planned or not: it exists, and its page offers Plan again with the refusal's own words.
        await plan.mutateAsync({ migrationId: id }).catch(() => null)
        onCreated()
        void cache.invalidateQueries(trpc.migration.list.queryFilter({ projectId }))
        router.push(`/projects/${projectId}/migrations/${id}`)
      },
    }),
  )
  return {
    busy: create.isPending || create.isSuccess,
    error: create.error,
    run: ({ source, target, selection, about, settings, write, key }: NewMigrationChoice) =>
      create.mutate({
        projectId,
        idempotencyKey: key,
        name: about.name,
        description: about.description,
        sourceConnectionId: source.id,
        targetConnectionId: target.id,
        mapping: { content: contentOf(selection, write) },
        config: settingsPatch(defaultSettings, settings),
      }),
  }
}
