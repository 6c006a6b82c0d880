'use client'

import { Button } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import Link from 'next/link'
import { can } from '@/domain/access/policy'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Wizard } from './new/wizard'

/** The wizard's page, for whoever may create a migration; for others, who can. */
export function NewMigration({ projectId }: { projectId: string }) {
  const project = useProject(projectId)
  // The draft lives in the tab's session, which the server does not have.
  const mounted = useMounted()
  const list = `/projects/${projectId}/migrations`
  const may = project === undefined ? null : can(project.role, 'migration.create')
  return (
    <Page
      title="New migration"
      crumbs={[
        { label: project?.name ?? 'Project', href: `/projects/${projectId}` },
        { label: 'Migrations', href: list },
      ]}
      actions={
        <Button component={Link} href={list}>
          Leave
        </Button>
      }
      sub="Nothing is written to either database before you have seen the plan and started it."
    >
      {may !== null && !may.ok ? (
        <Card>
          <EmptyState sentence={`${may.error.message} ${may.error.fix}`} />
        </Card>
      ) : null}
      {may?.ok && mounted ? <Wizard projectId={projectId} /> : null}
    </Page>
  )
}
