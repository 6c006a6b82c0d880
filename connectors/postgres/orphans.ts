import type pg from 'pg'
import type { Writer } from './fence'
import { quoteIdent, quoteLiteral } from './identifiers'

interface Key {
  parent: string
  partitioned: boolean
  columns: string[]
  referenced: string[]
  operators: string[]
  validated: boolean
}

/** A foreign key by its own columns and comparison operators, which may be of an extension's. */
const keySql = `
  SELECT pg_catalog.format('%I.%I', n.nspname, p.relname) AS parent, p.relkind = 'p' AS partitioned, c.convalidated AS validated,
         ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k (num, nth)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num ORDER BY nth) AS columns,
         ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY k (num, nth)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY nth) AS referenced,
         ARRAY(SELECT pg_catalog.format('OPERATOR(%I.%s)', s.nspname, o.oprname)
                 FROM pg_catalog.unnest(c.conpfeqop) WITH ORDINALITY k (op, nth)
                 JOIN pg_catalog.pg_operator o ON o.oid = k.op JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
                ORDER BY nth) AS operators
    FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class p ON p.oid = c.confrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
   WHERE c.contype = 'f' AND c.conrelid = $1::regclass AND c.conname = $2`

/**
 * How many rows of a table point to no row, by a foreign key that was not checked meanwhile; of a key that is NOT VALID only the
 * migration's own rows count. Null: the key is gone. `relation` is qualified and quoted.
 */
export async function countOrphans(
  target: pg.ClientBase,
  { migrationId }: Pick<Writer, 'migrationId'>,
  { relation, constraint }: { relation: string; constraint: string },
): Promise<bigint | null> {
  const { rows: keys } = await target.query<Key>(keySql, [relation, constraint])
  const [key] = keys
  if (key === undefined) return null
  const present = key.columns.map((column) => `child.${quoteIdent(column)} IS NOT NULL`)
  const same = key.columns.map((column, n) => {
    return `parent.${quoteIdent(key.referenced[n] ?? '')} ${key.operators[n] ?? '='} child.${quoteIdent(column)}`
  })
  const own = ` AND child.xmin = ANY (ARRAY(SELECT xid::xid FROM godwit.receipt, pg_catalog.unnest(xids) xid
       WHERE migration = ${quoteLiteral(migrationId)} AND relation = ${quoteLiteral(relation)} AND kind = 'chunk'))`
  const { rows } = await target.query<{ found: string }>(
    `SELECT count(*)::text AS found FROM ONLY ${relation} AS child
      WHERE ${present.join(' AND ')}
        AND NOT EXISTS (SELECT FROM ${key.partitioned ? '' : 'ONLY '}${key.parent} AS parent WHERE ${same.join(' AND ')})${key.validated ? '' : own}`,
  )
  return BigInt(rows[0]?.found ?? '0')
}
