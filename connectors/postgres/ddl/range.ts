import { qualified } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  subtype: string
  multirange: string
  opclass: string | null
  collation: string | null
  canonical: string | null
  difference: string | null
}

export const readRanges = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT t.oid, n.oid AS nsp, n.nspname::text AS schema, t.typname::text AS name,
            format_type(r.rngsubtype, NULL) AS subtype, format_type(r.rngmultitypid, NULL) AS multirange,
            CASE WHEN NOT o.opcdefault THEN format('%I.%I', opn.nspname, o.opcname) END AS opclass,
            CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END AS collation,
            CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::text END AS canonical,
            CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END AS difference
       FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_type s ON s.oid = r.rngsubtype
            JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace opn ON opn.oid = o.opcnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_type', 't.oid')}`,
  )
  return rows.map((row) => {
    const { schema, name } = row
    const identity = qualified(schema, name)
    const options = [
      `subtype = ${row.subtype}`,
      ...(row.opclass ? [`subtype_opclass = ${row.opclass}`] : []),
      ...(row.collation ? [`collation = ${row.collation}`] : []),
      ...(row.canonical ? [`canonical = ${row.canonical}`] : []),
      ...(row.difference ? [`subtype_diff = ${row.difference}`] : []),
      `multirange_type_name = ${row.multirange}`,
    ]
    const needs = [refOf('pg_namespace', row.nsp)]
    return draft(
      { ref: refOf('pg_type', row.oid), kind: 'range', identity, schema, name, phase: 'before', needs },
      () => [`CREATE TYPE ${identity} AS RANGE (${options.join(', ')})`],
    )
  })
}
