import { quoteIdent, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, type Ref, refOf } from './draft'
import { onlySince } from './newer'

interface Row {
  catalog: string
  oid: number
  column: number
  type: string
  identity: string
  text: string
  domain: string | null
  constraint: string | null
  onNotNull: boolean
}

/** What COMMENT ON calls a thing, where `pg_identify_object` calls it otherwise. */
const called = new Map([
  ['table column', 'COLUMN'],
  ['view column', 'COLUMN'],
  ['materialized view column', 'COLUMN'],
  ['composite type column', 'COLUMN'],
  ['table constraint', 'CONSTRAINT'],
  ['statistics object', 'STATISTICS'],
  ['composite type', 'TYPE'],
])

/** An aggregate without arguments is `f()` to the server and `f(*)` to its grammar. */
const grammarOf = ({ type, identity }: Row) => (type === 'aggregate' ? identity.replace(/\(\)$/, '(*)') : identity)

/** An extension brings its own comment, and initdb one on the schema public. */
const notOurs = `d.classoid <> 'pg_extension'::regclass
  AND NOT (d.classoid = 'pg_namespace'::regclass AND d.description = 'standard public schema')`

/** The comments on whatever `ownerOf` knows; those on other things belong to the system, to an extension or the ledger. */
export const readComments = async (
  { query }: CatalogReader,
  ownerOf: (ref: Ref) => Draft | undefined,
): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT d.classoid::regclass::text AS catalog, d.objoid AS oid, d.objsubid AS column, i.type, i.identity,
            d.description AS text, k.conname::text AS constraint, coalesce(k.contype = 'n', false) AS "onNotNull",
            CASE WHEN k.contypid <> 0 THEN format_type(k.contypid, NULL) END AS domain
       FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
            LEFT JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid
      WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass) AND ${notOurs}
        AND NOT EXISTS (SELECT FROM pg_depend e
                         WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')`,
  )
  return rows.flatMap((row) => {
    const owner = ownerOf(refOf(row.catalog, row.oid))
    if (!owner || owner.phase === null) return []
    const on =
      row.domain !== null && row.constraint !== null
        ? `CONSTRAINT ${quoteIdent(row.constraint)} ON DOMAIN ${row.domain}`
        : `${called.get(row.type) ?? row.type.toUpperCase()} ${grammarOf(row)}`
    return draft(
      {
        ref: `comment:${row.catalog}:${row.oid}:${row.column}`,
        kind: 'comment',
        identity: `on ${on}`,
        schema: owner.schema,
        name: owner.name,
        table: owner.table,
        phase: 'after',
        needs: [refOf(row.catalog, row.oid)],
        newer: row.onNotNull ? [onlySince(row.domain === null ? 18 : 17, 'names of NOT NULL')] : [],
      },
      () => [`COMMENT ON ${on} IS ${quoteLiteral(row.text)}`],
    )
  })
}
