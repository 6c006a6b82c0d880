import { readSnapshotTable } from '@/db/statements/connections'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import type { TableRef } from '@/domain/plan/plan'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import type { Ask } from '../ask'

/** One table of a connection's newest introspection, whole: columns, keys, indexes, foreign keys, triggers. */
export async function getSchemaTable(
  ask: Ask,
  { connectionId, table }: { connectionId: string; table: TableRef },
): Promise<Result<CatalogTable, Refusal>> {
  const seen = await allowedOnConnection(ask, connectionId, 'connection.see')
  if (!seen.ok) return seen
  const found = await readSnapshotTable(ask.db, connectionId, table)
  return found === null
    ? refuse('not-found', `There is no table ${table.schema}.${table.name}.`, 'Read the schema again.', 'table')
    : ok(found)
}
