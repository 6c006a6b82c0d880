import type pg from 'pg'
import type { TableRef } from '@/domain/plan/plan'
import { qualified } from './identifiers'

/** A foreign key of the target, as SQL that joins its two sides (`child` and `parent`). */
export interface ForeignKey {
  readonly name: string
  readonly child: TableRef
  readonly parent: string
  readonly join: string
  /** True of a row that the key asks something of. */
  readonly asks: string
}

interface Row {
  name: string
  schema: string
  table: string
  parentSchema: string
  parentTable: string
  parentKind: string
  full: boolean
  columns: string[]
  join: string
}

const keysSql = `
  SELECT c.conname::text AS name, n.nspname::text AS schema, r.relname::text AS table,
         pn.nspname::text AS "parentSchema", pr.relname::text AS "parentTable", pr.relkind::text AS "parentKind",
         c.confmatchtype = 'f' AS full,
         (SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) ORDER BY k.nth) FROM parts k
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child) AS columns,
         (SELECT pg_catalog.string_agg(pg_catalog.format('parent.%I OPERATOR(%I.%s) child.%I', pa.attname, s.nspname, o.oprname, a.attname),
                                       ' AND ' ORDER BY k.nth)
            FROM parts k JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child
                 JOIN pg_catalog.pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = k.parent
                 JOIN pg_catalog.pg_operator o ON o.oid = k.op JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace) AS join
    FROM pg_catalog.pg_constraint c
         JOIN pg_catalog.pg_class r ON r.oid = c.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
         JOIN pg_catalog.pg_class pr ON pr.oid = c.confrelid JOIN pg_catalog.pg_namespace pn ON pn.oid = pr.relnamespace`

// The parts of a key, side by side (only the bare name takes several lists); a function of the row, so that both subqueries above read alike.
const withParts = (sql: string) =>
  sql.replaceAll(
    'FROM parts k',
    'FROM unnest(c.conkey, c.confkey, c.conpfeqop) WITH ORDINALITY k (child, parent, op, nth)',
  )

// Versions before 18 have no such column, and enforce every key.
const enforced = `coalesce(pg_catalog.to_jsonb(c) ->> 'conenforced', 'true') = 'true'`

const toKey = (row: Row): ForeignKey => {
  const given = row.columns.map((c) => `child.${c} IS NOT NULL`)
  const only = row.parentKind === 'p' ? '' : 'ONLY '
  return {
    name: row.name,
    child: { schema: row.schema, name: row.table },
    parent: `${only}${qualified(row.parentSchema, row.parentTable)}`,
    join: row.join,
    asks: row.full ? `(${given.join(' OR ')})` : given.join(' AND '),
  }
}

/** The newest foreign key of a table that is not proved yet. */
export async function newestUnproved(target: pg.ClientBase, relation: string): Promise<ForeignKey | null> {
  const { rows } = await target.query<Row>(
    `${withParts(keysSql)} WHERE c.contype = 'f' AND c.conrelid = $1::regclass AND NOT c.convalidated AND c.conparentid = 0
      ORDER BY c.oid DESC LIMIT 1`,
    [relation],
  )
  return rows[0] === undefined ? null : toKey(rows[0])
}

/**
 * The foreign keys by which rows can point to those of a table without partitions, also as a part of a partitioned one that the key names;
 * one for each table whose rows point. `parent` is the table itself.
 */
export async function keysPointingTo(target: pg.ClientBase, relation: string): Promise<ForeignKey[]> {
  const { rows } = await target.query<Row>(
    `${withParts(keysSql)} WHERE c.contype = 'f' AND c.conparentid = 0 AND ${enforced}
        AND (c.confrelid = $1::regclass OR c.confrelid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors($1::regclass)))
      ORDER BY c.oid`,
    [relation],
  )
  const keys: ForeignKey[] = []
  for (const row of rows) keys.push(...(await ofEachPart(target, toKey(row))))
  return keys.map((key) => ({ ...key, parent: `ONLY ${relation}` }))
}

/** A key once for each table that holds rows of its own, where it is one of a partitioned table. */
export async function ofEachPart(target: pg.ClientBase, key: ForeignKey): Promise<ForeignKey[]> {
  const { rows } = await target.query<{ schema: string; name: string }>(
    `SELECT n.nspname::text AS schema, r.relname::text AS name
       FROM pg_catalog.pg_partition_tree($1::regclass) part JOIN pg_catalog.pg_class r ON r.oid = part.relid
            JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      WHERE part.isleaf ORDER BY r.oid`,
    [qualified(key.child.schema, key.child.name)],
  )
  return rows.length === 0 ? [key] : rows.map((child) => ({ ...key, child }))
}

/** The foreign keys of a table that are looked at, those that it has as a part of another one included. */
export async function keysOf(session: pg.ClientBase, child: TableRef): Promise<ForeignKey[]> {
  const { rows } = await session.query<Row>(
    `${withParts(keysSql)} WHERE c.contype = 'f' AND c.conparentid = 0 AND ${enforced}
        AND (c.conrelid = $1::regclass OR c.conrelid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors($1::regclass)))
      ORDER BY c.oid`,
    [qualified(child.schema, child.name)],
  )
  return rows.map((row) => ({ ...toKey(row), child }))
}

/** Those of some rows that point nowhere. */
export async function orphansAmong(
  target: pg.ClientBase,
  key: ForeignKey,
  places: readonly string[],
): Promise<string[]> {
  const child = qualified(key.child.schema, key.child.name)
  return placesOf(
    target,
    `SELECT child.ctid::text AS place FROM ONLY ${child} child
      WHERE child.ctid = ANY ($1::tid[]) AND ${key.asks}
        AND NOT EXISTS (SELECT FROM ${key.parent} parent WHERE ${key.join})`,
    places,
  )
}

/** Rows that point nowhere, at most `most` and one more. */
export async function orphanRows(target: pg.ClientBase, key: ForeignKey, most: number): Promise<string[]> {
  const child = qualified(key.child.schema, key.child.name)
  return placesOf(
    target,
    `SELECT child.ctid::text AS place FROM ONLY ${child} child
      WHERE ${key.asks} AND NOT EXISTS (SELECT FROM ${key.parent} parent WHERE ${key.join}) ORDER BY child.ctid LIMIT ${most + 1}`,
  )
}

/** Rows that point to some rows of their parent, by the places of these. */
export async function rowsPointingTo(
  target: pg.ClientBase,
  key: ForeignKey,
  places: readonly string[],
): Promise<string[]> {
  const child = qualified(key.child.schema, key.child.name)
  return placesOf(
    target,
    `SELECT child.ctid::text AS place FROM ONLY ${child} child JOIN ${key.parent} parent ON ${key.join}
      WHERE parent.ctid = ANY ($1::tid[]) ORDER BY child.ctid`,
    places,
  )
}

async function placesOf(target: pg.ClientBase, sql: string, among?: readonly string[]): Promise<string[]> {
  const { rows } = await target.query<{ place: string }>(sql, among === undefined ? [] : [[...among]])
  return rows.map((row) => row.place)
}
