'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import type { AccessLevel } from '@/domain/access/roles'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { EnvTag } from '../ui/env-tag'
import { Loaded } from '../ui/loaded'
import { ConnectionFacts } from './connection-facts'
import styles from './connection-page.module.css'
import { DeleteConnection } from './delete-connection'
import { EditConnection } from './edit-connection'
import { SchemaCard } from './schema-card'
import { SecretCard } from './secret-card'
import { TestCard } from './test-card'

function Body({ connection, level }: { connection: ConnectionDto; level: AccessLevel | null }) {
  const mayTest = can(level, 'connection.test').ok
  const mayChange = can(level, 'connection.change').ok
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <TestCard connection={connection} mayTest={mayTest} />
      </div>
      <div className={styles.column}>
        <SchemaCard connection={connection} mayRead={mayTest} />
        <ConnectionFacts connection={connection} />
        <SecretCard connection={connection} mayChange={mayChange} />
      </div>
    </div>
  )
}

/** One connection: whether it works, what is behind it, and what is known of it. */
export function ConnectionPage({ projectId, connectionId }: { projectId: string; connectionId: string }) {
  const trpc = useTRPC()
  const project = useProject(projectId)
  const query = useQuery(trpc.connection.byId.queryOptions({ connectionId }))
  const connection = query.data
  const level = project?.role ?? null
  return (
    <Page
      title={connection?.name ?? 'Connection'}
      crumbs={[
        { label: project?.name ?? 'Project', href: `/projects/${projectId}` },
        { label: 'Connections', href: `/projects/${projectId}/connections` },
      ]}
      badge={connection ? <EnvTag env={connection.environment} /> : undefined}
      sub={connection ? <code>{connection.label}</code> : undefined}
      actions={
        connection && can(level, 'connection.change').ok ? (
          <>
            <EditConnection connection={connection} />
            <DeleteConnection connection={connection} />
          </>
        ) : undefined
      }
    >
      <Loaded query={query} what="the connection" rows={6}>
        {(data) => <Body connection={data} level={level} />}
      </Loaded>
    </Page>
  )
}
