import { qualified, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

export const readEnums = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<{ oid: number; nsp: number; schema: string; name: string; labels: string[] }>(
    `SELECT t.oid, n.oid AS nsp, n.nspname::text AS schema, t.typname::text AS name,
            ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
       FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typtype = 'e' AND ${userSchema('n')} AND ${notFromExtension('pg_type', 't.oid')}`,
  )
  return rows.map(({ oid, nsp, schema, name, labels }) => {
    const identity = qualified(schema, name)
    const needs = [refOf('pg_namespace', nsp)]
    return draft({ ref: refOf('pg_type', oid), kind: 'enum', identity, schema, name, phase: 'before', needs }, () => [
      `CREATE TYPE ${identity} AS ENUM (${labels.map(quoteLiteral).join(', ')})`,
    ])
  })
}
