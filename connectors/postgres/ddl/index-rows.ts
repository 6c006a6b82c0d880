import type { CatalogReader } from './catalog-reader'
import { numbers } from './constraint-rows'
import { stableForm } from './stable-form'

/** A row of pg_index on a table or a materialized view. */
export interface IndexRow {
  oid: number
  nsp: number
  schema: string
  name: string
  table: number
  /** Of the relation it is on. */
  relationKind: 'r' | 'p' | 'm'
  definition: string
  unique: boolean
  primary: boolean
  valid: boolean
  immediate: boolean
  /** Compares each key column as the column itself is compared: its type's own operators, its own collation. */
  usual: boolean
  nullsNotDistinct: boolean
  clustered: boolean
  replicaIdentity: boolean
  size: string
  /** Key columns; 0 stands for an expression. */
  attnums: number[]
  partial: boolean
  partitioned: boolean
  /** The partitioned index that it is attached to. */
  parent: number | null
  /** The primary key, unique or exclusion constraint that made it. */
  constraint: number | null
  exclusion: boolean
  options: string[]
  /** `2=500`: statistics targets of expression columns, by position. */
  statistics: string[]
}

type Row = Omit<IndexRow, 'attnums'> & { keys: string; keyCount: number }

export const readIndexes = async (reader: CatalogReader): Promise<IndexRow[]> => {
  const { versionNum, query, userSchema, notFromExtension } = reader
  const rows = await query<Row>(
    `SELECT x.oid, xn.oid AS nsp, xn.nspname::text AS schema, x.relname::text AS name, i.indrelid AS table,
            c.relkind::text AS "relationKind", pg_get_indexdef(x.oid) AS definition, i.indisunique AS unique, i.indisprimary AS primary,
            i.indisvalid AS valid, i.indimmediate AS immediate,
            NOT EXISTS (SELECT FROM unnest(i.indclass::oid[], i.indcollation::oid[], (i.indkey::int2[])[0:i.indnkeyatts - 1])
                                    k (class, coll, attnum)
                          JOIN pg_opclass o ON o.oid = k.class
                          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                         WHERE NOT o.opcdefault OR k.coll <> a.attcollation) AS usual, i.indisclustered AS clustered,
            i.indisreplident AS "replicaIdentity", pg_relation_size(x.oid)::text AS size, i.indkey::text AS keys,
            i.indnkeyatts::int4 AS "keyCount", i.indpred IS NOT NULL AS partial, x.relkind = 'I' AS partitioned,
            h.inhparent AS parent, k.oid AS constraint, i.indisexclusion AS exclusion, coalesce(x.reloptions, '{}')::text[] AS options,
            ${versionNum >= 150_000 ? 'i.indnullsnotdistinct' : 'false'} AS "nullsNotDistinct",
            ARRAY(SELECT a.attnum || '=' || a.attstattarget FROM pg_attribute a
                   WHERE a.attrelid = x.oid AND coalesce(a.attstattarget, -1) >= 0 ORDER BY a.attnum) AS statistics
       FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace xn ON xn.oid = x.relnamespace
            JOIN pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p', 'm')
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_inherits h ON h.inhrelid = x.oid
            LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
      WHERE c.relpersistence <> 't' AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}
      ORDER BY xn.nspname COLLATE "C", x.relname COLLATE "C"`,
  )
  return rows.map(({ keys, keyCount, ...row }) => ({
    ...row,
    definition: stableForm(row.definition),
    attnums: numbers(keys).slice(0, keyCount),
  }))
}
