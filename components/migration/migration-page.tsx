'use client'

import { useQuery } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { failureOf, useLive, useTRPC } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { PlanPage } from '../plan/plan-page'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Loaded } from '../ui/loaded'
import { RunPage } from './run-page'

/** Before it has been started, and whenever its plan is being revised, a migration is its plan. */
const isPlan = ({ state, run }: MigrationDto) =>
  run === null || state === 'Draft' || state === 'Planning' || state === 'Ready'

/** One migration at its one address, whatever it is just now: a plan to review, or a run. `planOnly` shows the plan of a run, to read. */
export function MigrationPage({
  projectId,
  migrationId,
  planOnly = false,
}: {
  projectId: string
  migrationId: string
  planOnly?: boolean
}) {
  const trpc = useTRPC()
  const project = useProject(projectId)
  useLive([{ kind: 'migration', id: migrationId }])
  const query = useQuery(trpc.migration.byId.queryOptions({ migrationId }))
  if (query.isError && failureOf(query.error).code === 'not-found') notFound()
  const migration = query.data
  if (migration !== undefined)
    return planOnly || isPlan(migration) ? <PlanPage migration={migration} /> : <RunPage migration={migration} />
  const here = `/projects/${projectId}`
  return (
    <Page
      title="Migration"
      crumbs={[
        { label: project?.name ?? 'Project', href: here },
        { label: 'Migrations', href: `${here}/migrations` },
      ]}
    >
      <Loaded query={query} what="the migration" rows={6}>
        {() => null}
      </Loaded>
    </Page>
  )
}
