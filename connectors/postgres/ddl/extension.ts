import { quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

/** Extensions are carried by name: their objects, and the rows of their tables, are made by the target's own version. */
export const readExtensions = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<{ oid: number; name: string; nsp: number; schema: string; ownSchema: boolean }>(
    `SELECT e.oid, e.extname::text AS name, n.oid AS nsp, n.nspname::text AS schema,
            EXISTS (SELECT FROM pg_depend d
                     WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e') AS "ownSchema"
       FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`,
  )
  return rows.map(({ oid, name, nsp, schema, ownSchema }) => {
    const identity = quoteIdent(name)
    const place = ownSchema ? '' : ` WITH SCHEMA ${quoteIdent(schema)}`
    const needs = [refOf('pg_namespace', nsp)]
    return draft({ ref: refOf('pg_extension', oid), kind: 'extension', identity, name, phase: 'before', needs }, () => [
      `CREATE EXTENSION IF NOT EXISTS ${identity}${place}`,
    ])
  })
}
