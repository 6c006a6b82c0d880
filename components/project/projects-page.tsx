'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import { Page } from '../shell/page'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { NewProject } from './new-project'
import { ProjectTable } from './project-table'

/** All projects of the person, or the way to the first one. */
export function ProjectsPage() {
  const trpc = useTRPC()
  const projects = useQuery(trpc.project.list.queryOptions())
  const some = (projects.data?.length ?? 0) > 0
  return (
    <Page title="Projects" crumbs={[]} actions={some ? <NewProject /> : undefined}>
      <Loaded query={projects} what="the projects">
        {(list) =>
          list.length === 0 ? (
            <Card>
              <EmptyState
                sentence="A project holds the connections, the migrations and the people who work on them. There is none yet."
                action={<NewProject />}
              />
            </Card>
          ) : (
            <ProjectTable projects={list} />
          )
        }
      </Loaded>
    </Page>
  )
}
