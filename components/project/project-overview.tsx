'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import type { ProjectDto, ProjectOverviewDto } from '@/domain/contracts/project'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import { Loaded } from '../ui/loaded'
import { ActivityCard } from './activity-card'
import { AttentionCard } from './attention-card'
import { MembersCard } from './members-card'
import styles from './overview.module.css'
import { RunningCard } from './running-card'

/** The one thing to do next in a project that has not migrated anything yet. */
function FirstStep({ project }: { project: ProjectDto }) {
  const enough = project.connections >= 2
  const may = can(project.role, enough ? 'migration.create' : 'connection.change')
  const sentence = enough
    ? 'Source and target are connected. The wizard shows exactly what a migration will do before anything is written.'
    : 'A migration needs two databases: where the rows are, and where they should be.'
  const here = `/projects/${project.id}`
  return (
    <Card>
      <EmptyState
        sentence={may.ok ? sentence : `${sentence} ${may.error.fix}`}
        action={
          may.ok ? (
            <LinkButton primary href={enough ? `${here}/migrations/new` : `${here}/connections/new`}>
              {enough ? 'New migration' : 'New connection'}
            </LinkButton>
          ) : undefined
        }
      />
    </Card>
  )
}

function Overview({ overview }: { overview: ProjectOverviewDto }) {
  const { project } = overview
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        {project.migrations === 0 ? <FirstStep project={project} /> : <RunningCard migrations={overview.running} />}
        <AttentionCard migrations={overview.needsAttention} />
        {project.migrations === 0 ? null : <ActivityCard projectId={project.id} activity={overview.activity} />}
      </div>
      <div className={styles.column}>
        <MembersCard overview={overview} />
      </div>
    </div>
  )
}

/** The lead's view of a project: what runs, what waits for a person, what happened, who is in it. */
export function ProjectOverview({ projectId }: { projectId: string }) {
  const trpc = useTRPC()
  const overview = useQuery(trpc.project.overview.queryOptions({ projectId }))
  const project = useProject(projectId)
  const running = project ? (overview.data?.running.length ?? 0) : 0
  const mayCreate = project !== undefined && project.migrations > 0 && can(project.role, 'migration.create').ok
  return (
    <Page
      title={project?.name ?? 'Project'}
      crumbs={[{ label: 'Projects', href: '/projects' }]}
      sub={running > 0 ? `${running} running now` : undefined}
      actions={
        mayCreate ? (
          <LinkButton primary href={`/projects/${projectId}/migrations/new`}>
            New migration
          </LinkButton>
        ) : undefined
      }
    >
      <Loaded query={overview} what="the project">
        {(data) => <Overview overview={data} />}
      </Loaded>
    </Page>
  )
}
