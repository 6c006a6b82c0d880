import { and, asc, count, desc, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import type { Catalog } from '@/domain/catalog/catalog'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import type { TableRef } from '@/domain/plan/plan'
import type { Db } from '../client'
import { connections, connectionTests, schemaSnapshots } from '../schema/connections'
import { migrations } from '../schema/migrations'
import { users } from '../schema/people'
import type { Tx } from '../transaction'

/** A connection with what is shown of it. */
export type ConnectionRow = Awaited<ReturnType<typeof readConnections>>[number]

/** Connections that exist, by name: of a project, or one by its id. The sealed password is not among the columns. */
export async function readConnections(db: Db | Tx, of: { readonly projectId: string } | { readonly id: string }) {
  const rows = await db
    .select({
      id: connections.id,
      projectId: connections.projectId,
      name: connections.name,
      environment: connections.environment,
      endpoint: connections.endpoint,
      secretSetAt: connections.secretSetAt,
      secretSetBy: users.name,
      introspectionState: connections.introspectionState,
      introspectionReason: connections.introspectionReason,
      introspectionFix: connections.introspectionFix,
      createdAt: connections.createdAt,
    })
    .from(connections)
    .innerJoin(users, eq(users.id, connections.secretSetById))
    .where(
      and(
        isNull(connections.deletedAt),
        'id' in of ? eq(connections.id, of.id) : eq(connections.projectId, of.projectId),
      ),
    )
    .orderBy(asc(sql`lower(${connections.name})`), asc(connections.id))
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const [tests, snapshots, uses] = [
    await db
      .selectDistinctOn([connectionTests.connectionId])
      .from(connectionTests)
      .where(inArray(connectionTests.connectionId, ids))
      .orderBy(connectionTests.connectionId, desc(connectionTests.requestedAt)),
    await db
      .selectDistinctOn([schemaSnapshots.connectionId], {
        connectionId: schemaSnapshots.connectionId,
        snapshotId: schemaSnapshots.id,
        takenAt: schemaSnapshots.takenAt,
        tables: schemaSnapshots.tables,
        fingerprint: schemaSnapshots.fingerprint,
        versionText: schemaSnapshots.versionText,
      })
      .from(schemaSnapshots)
      .where(inArray(schemaSnapshots.connectionId, ids))
      .orderBy(schemaSnapshots.connectionId, desc(schemaSnapshots.takenAt)),
    await db
      .select({ id: connections.id, migrations: count(migrations.id) })
      .from(connections)
      .leftJoin(
        migrations,
        or(eq(migrations.sourceConnectionId, connections.id), eq(migrations.targetConnectionId, connections.id)),
      )
      .where(inArray(connections.id, ids))
      .groupBy(connections.id),
  ]
  return rows.map((row) => ({
    ...row,
    lastTest: tests.find((test) => test.connectionId === row.id) ?? null,
    schema: snapshots.find((snapshot) => snapshot.connectionId === row.id) ?? null,
    usedBy: uses.find((use) => use.id === row.id)?.migrations ?? 0,
  }))
}

/** Locks a connection's row and answers it, sealed password included, for a change. Null: there is none. */
export async function lockConnection(tx: Tx, id: string) {
  const [row] = await tx
    .select()
    .from(connections)
    .where(and(eq(connections.id, id), isNull(connections.deletedAt)))
    .for('no key update')
  return row ?? null
}

/** One test, with the project that its connection belongs to. */
export async function readConnectionTest(db: Db | Tx, id: string) {
  const [row] = await db
    .select({ test: connectionTests, projectId: connections.projectId })
    .from(connectionTests)
    .innerJoin(connections, eq(connections.id, connectionTests.connectionId))
    .where(and(eq(connectionTests.id, id), isNull(connections.deletedAt)))
  return row ?? null
}

/** The names of the migrations that have not ended and use a connection. */
export async function readUnendedUses(db: Db | Tx, connectionId: string): Promise<string[]> {
  const rows = await db
    .select({ name: migrations.name })
    .from(migrations)
    .where(
      and(
        or(eq(migrations.sourceConnectionId, connectionId), eq(migrations.targetConnectionId, connectionId)),
        notInArray(migrations.state, ['Completed', 'Cancelled', 'RolledBack']),
      ),
    )
    .orderBy(asc(migrations.name))
  return rows.map((row) => row.name)
}

const newest = desc(schemaSnapshots.takenAt)

/** The newest introspection of a connection, whole. */
export async function readNewestSnapshot(db: Db | Tx, connectionId: string) {
  const [row] = await db
    .select({
      id: schemaSnapshots.id,
      takenAt: schemaSnapshots.takenAt,
      versionText: schemaSnapshots.versionText,
      fingerprint: schemaSnapshots.fingerprint,
      tables: sql<Catalog['tables']>`${schemaSnapshots.catalog} -> 'tables'`,
      objects: sql<{ kind: string; count: number }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'count', n) order by kind)
          from (select part ->> 'kind' as kind, count(*) as n
                  from jsonb_array_elements(${schemaSnapshots.catalog} -> 'objects') part group by 1) kinds), '[]')`,
    })
    .from(schemaSnapshots)
    .where(eq(schemaSnapshots.connectionId, connectionId))
    .orderBy(newest)
    .limit(1)
  return row ?? null
}

/** One table of the newest introspection. */
export async function readSnapshotTable(
  db: Db | Tx,
  connectionId: string,
  table: TableRef,
): Promise<CatalogTable | null> {
  const [row] = await db
    .select({
      table: sql<CatalogTable | null>`(select part from jsonb_array_elements(${schemaSnapshots.catalog} -> 'tables') part
        where part ->> 'schema' = ${table.schema} and part ->> 'name' = ${table.name} limit 1)`,
    })
    .from(schemaSnapshots)
    .where(eq(schemaSnapshots.connectionId, connectionId))
    .orderBy(newest)
    .limit(1)
  return row?.table ?? null
}
