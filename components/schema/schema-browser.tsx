'use client'

import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useQueryState } from 'nuqs'
import { useEffect } from 'react'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import type { ConnectionDto, SchemaDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'
import { ReadSchema } from '../connection/read-schema'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { Time } from '../ui/time'
import styles from './schema-browser.module.css'
import { tableParam } from './table-address'
import { TableDetail } from './table-detail'
import { TableTree } from './table-tree'

function Selected({
  schema,
  table,
  onSelect,
}: {
  schema: SchemaDto
  table: TableRef
  onSelect: (to: TableRef) => void
}) {
  const trpc = useTRPC()
  const query = useQuery(trpc.connection.schemaTable.queryOptions({ connectionId: schema.connectionId, table }))
  const pointing = schema.tables.filter((other) =>
    other.references.some((to) => to.schema === table.schema && to.name === table.name),
  )
  // A partition points where its table points: the table speaks for all of them.
  const pointedFrom = pointing.filter(
    ({ partitionOf }) =>
      !pointing.some(({ schema: inside, name }) => inside === partitionOf?.schema && name === partitionOf.name),
  )
  return (
    <Loaded query={query} what="the table" rows={8}>
      {(data) => <TableDetail table={data} pointedFrom={pointedFrom} onSelect={onSelect} />}
    </Loaded>
  )
}

function Browser({ schema }: { schema: SchemaDto }) {
  const [table, setTable] = useQueryState('table', tableParam)
  const select = ({ schema: inside, name }: TableRef) => void setTable({ schema: inside, name })
  return (
    <div className={styles.browser} data-selected={table !== null || undefined}>
      <div className={styles.tree}>
        <TableTree schema={schema} selected={table} onSelect={select} />
      </div>
      {table ? (
        <div className={styles.selected}>
          <Button className={styles.back} onClick={() => void setTable(null)}>
            All tables
          </Button>
          <Selected schema={schema} table={table} onSelect={select} />
        </div>
      ) : (
        <div className={styles.choose}>
          <Card>
            <EmptyState sentence="Choose a table to see its columns, keys, indexes and the tables it points to." />
          </Card>
        </div>
      )}
    </div>
  )
}

function Schema({ connection }: { connection: ConnectionDto }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const schema = useQuery(trpc.connection.schema.queryOptions({ connectionId: connection.id }))
  const shown = schema.data?.snapshotId
  const newest = connection.schema?.snapshotId
  useEffect(() => {
    if (shown === undefined || shown === newest) return
    // The worker has read the schema again since: so does this page.
    void cache.invalidateQueries(trpc.connection.schema.queryFilter({ connectionId: connection.id }))
    void cache.invalidateQueries({ queryKey: trpc.connection.schemaTable.pathKey() })
  }, [cache, trpc, connection.id, shown, newest])
  return (
    <Loaded query={schema} what="the schema" rows={8}>
      {(data) => <Browser schema={data} />}
    </Loaded>
  )
}

/** The structure of a database as it was last read: a tree with a search at the left, one table at the right. */
export function SchemaBrowser({ projectId, connectionId }: { projectId: string; connectionId: string }) {
  const trpc = useTRPC()
  const project = useProject(projectId)
  const query = useQuery(trpc.connection.byId.queryOptions({ connectionId }))
  const connection = query.data
  const here = `/projects/${projectId}/connections`
  const refresh =
    connection && can(project?.role ?? null, 'connection.test').ok ? <ReadSchema connection={connection} /> : undefined
  return (
    <Page
      title="Schema"
      crumbs={[
        { label: project?.name ?? 'Project', href: `/projects/${projectId}` },
        { label: 'Connections', href: here },
        { label: connection?.name ?? 'Connection', href: `${here}/${connectionId}` },
      ]}
      actions={connection?.schema ? refresh : undefined}
      sub={
        connection?.schema ? (
          <>
            <code>{connection.label}</code> · PostgreSQL {connection.schema.versionText} · read{' '}
            <Time at={connection.schema.takenAt} />
          </>
        ) : undefined
      }
    >
      <Loaded query={query} what="the connection" rows={8}>
        {(data) =>
          data.schema ? (
            <Schema connection={data} />
          ) : (
            <Card>
              <EmptyState sentence="The schema of this database has not been read yet." action={refresh} />
            </Card>
          )
        }
      </Loaded>
    </Page>
  )
}
