'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import { Loaded } from '../ui/loaded'
import { ConnectionTable } from './connection-table'

/** The connections of a project. */
export function ConnectionList({ projectId }: { projectId: string }) {
  const trpc = useTRPC()
  const project = useProject(projectId)
  const connections = useQuery(trpc.connection.list.queryOptions({ projectId }))
  const may = can(project?.role ?? null, 'connection.change')
  const create = may.ok ? (
    <LinkButton primary href={`/projects/${projectId}/connections/new`}>
      New connection
    </LinkButton>
  ) : undefined
  const some = (connections.data?.length ?? 0) > 0
  return (
    <Page
      title="Connections"
      crumbs={[{ label: project?.name ?? 'Project', href: `/projects/${projectId}` }]}
      actions={some ? create : undefined}
    >
      <Loaded query={connections} what="the connections">
        {(list) =>
          list.length === 0 ? (
            <Card>
              <EmptyState
                sentence="A connection says where a database is and how to sign in. Godwit needs one to read from and one to write to."
                action={create}
              />
            </Card>
          ) : (
            <ConnectionTable connections={list} />
          )
        }
      </Loaded>
    </Page>
  )
}
