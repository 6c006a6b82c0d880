import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'
import { scaleFeatures } from './newer'

/** Free-standing composite types; the row type of a table or view comes with it. */
export const readComposites = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const types = await query<{ oid: number; relation: number; nsp: number; schema: string; name: string }>(
    `SELECT t.oid, c.oid AS relation, n.oid AS nsp, n.nspname::text AS schema, t.typname::text AS name
       FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_type', 't.oid')}`,
  )
  const attributes = await query<{ relation: number; name: string; type: string; collation: string | null }>(
    `SELECT a.attrelid AS relation, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
            CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
            JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`,
  )
  return types.map(({ oid, relation, nsp, schema, name }) => {
    const identity = qualified(schema, name)
    const needs = [refOf('pg_namespace', nsp)]
    const own = attributes.filter((attribute) => attribute.relation === relation)
    const newer = own.flatMap(({ type }) => scaleFeatures(type))
    const fields = own.map(
      (field) => `${quoteIdent(field.name)} ${field.type}${field.collation ? ` COLLATE ${field.collation}` : ''}`,
    )
    return draft(
      { ref: refOf('pg_type', oid), kind: 'composite', identity, schema, name, phase: 'before', needs, newer },
      () => [`CREATE TYPE ${identity} AS (${fields.join(', ')})`],
    )
  })
}
