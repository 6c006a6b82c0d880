import { quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

export const readSchemas = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<{ oid: number; name: string }>(
    `SELECT n.oid, n.nspname::text AS name FROM pg_namespace n
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_namespace', 'n.oid')}`,
  )
  return rows.map(({ oid, name }) => {
    const identity = quoteIdent(name)
    return draft(
      { ref: refOf('pg_namespace', oid), kind: 'schema', identity, schema: name, name, phase: 'before' },
      () => [`CREATE SCHEMA IF NOT EXISTS ${identity}`],
    )
  })
}
