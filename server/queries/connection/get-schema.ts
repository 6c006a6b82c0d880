import { readNewestSnapshot } from '@/db/statements/connections'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import type { SchemaDto, SchemaTableDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import type { Ask } from '../ask'

/** The tables of a connection's newest introspection; refused while there has been none. */
export async function getSchema(
  ask: Ask,
  { connectionId }: { connectionId: string },
): Promise<Result<SchemaDto, Refusal>> {
  const seen = await allowedOnConnection(ask, connectionId, 'connection.see')
  if (!seen.ok) return seen
  const snapshot = await readNewestSnapshot(ask.db, connectionId)
  if (snapshot === null) return refuse('not-found', 'This schema has not been read yet.', 'Read the schema first.')
  return ok({
    connectionId,
    snapshotId: snapshot.id,
    takenAt: snapshot.takenAt.toISOString(),
    versionText: snapshot.versionText,
    fingerprint: snapshot.fingerprint,
    tables: snapshot.tables.map(toSchemaTable),
    otherObjects: snapshot.objects.filter(({ kind }) => !ofTables.includes(kind)),
  })
}

/** Kinds that the list of tables already shows. */
const ofTables: readonly string[] = ['table', 'partition']
const mostReferences = 1_000

function toSchemaTable(table: CatalogTable): SchemaTableDto {
  return {
    schema: table.schema,
    name: table.name,
    kind: table.kind,
    columns: table.columns.length,
    rowEstimate: table.rowEstimate,
    sizeBytes: table.sizeBytes,
    hasKey: table.primaryKey !== null || table.uniqueKeys.some((key) => key.usableAsKey),
    partitionOf: table.partitionOf,
    references: referencesOf(table),
  }
}

function referencesOf(table: CatalogTable): TableRef[] {
  const found = new Map<string, TableRef>()
  for (const { references } of table.foreignKeys) {
    const { schema, table: name } = references
    if (schema !== table.schema || name !== table.name) found.set(JSON.stringify([schema, name]), { schema, name })
  }
  return [...found.values()].slice(0, mostReferences)
}
