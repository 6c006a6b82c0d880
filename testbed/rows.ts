import type pg from 'pg'

/** A table or materialized view with rows of its own. `name` is qualified and quoted. */
export type Table = {
  schema: string
  table: string
  name: string
  /** Column names, sorted, so that two tables with another column order read alike. */
  columns: string[]
  /** Columns of the primary key, else of a unique index that always identifies; empty without one. */
  key: string[]
  /** SQL of each column in `columns` and of each in `key`, as it enters a row's text. */
  row: string[]
  keyRow: string[]
}

/** Rows of one table as a multiset: two digests are equal where the same rows are there as often. */
export type TableDigest = { schema: string; table: string; rows: string; digest: string }

/** Equal rows of a table: their key and row as hashes (ordered by these), how many, and how they begin. */
export type RowGroup = { keyHash: string; rowHash: string; count: bigint; key: string; row: string }

const pageRows = 5000

/** Every table with rows of its own: partitions rather than their roots, inheritance parents without their children. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  // bytea enters as a hash: its text is twice as long, and doubled again inside a row.
  const { rows } = await client.query<Table>(
    `WITH RECURSIVE base AS (
       SELECT oid, oid AS root FROM pg_type WHERE typtype <> 'd'
       UNION ALL SELECT t.oid, b.root FROM pg_type t JOIN base b ON t.typtype = 'd' AND t.typbasetype = b.oid),
     col AS (
       SELECT attrelid, attnum, attname, CASE b.root WHEN 'bytea'::regtype THEN format('sha256(%I::bytea)', attname)
              ELSE quote_ident(attname) END AS sql
         FROM pg_attribute JOIN base b ON b.oid = atttypid WHERE attnum > 0 AND NOT attisdropped),
     identifying AS (
       SELECT DISTINCT ON (indrelid) indrelid, indkey::int2[] AS keys, indnkeyatts
         FROM pg_index
        WHERE indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL AND NOT EXISTS (
              SELECT FROM pg_attribute a WHERE a.attrelid = indrelid AND NOT a.attnotnull
                 AND a.attnum = ANY ((indkey::int2[])[0:indnkeyatts - 1]))
        ORDER BY indrelid, indisprimary DESC, indnkeyatts, indexrelid)
     SELECT n.nspname AS schema, c.relname AS table, format('%I.%I', n.nspname, c.relname) AS name,
            ARRAY(SELECT attname::text FROM col WHERE attrelid = c.oid ORDER BY attname) AS columns,
            ARRAY(SELECT sql FROM col WHERE attrelid = c.oid ORDER BY attname) AS row,
            ARRAY(SELECT attname::text FROM identifying, unnest(keys[0:indnkeyatts - 1]) WITH ORDINALITY k (num, nth)
                    JOIN col ON attnum = num WHERE attrelid = c.oid AND indrelid = c.oid ORDER BY nth) AS key,
            ARRAY(SELECT sql FROM identifying, unnest(keys[0:indnkeyatts - 1]) WITH ORDINALITY k (num, nth)
                    JOIN col ON attnum = num WHERE attrelid = c.oid AND indrelid = c.oid ORDER BY nth) AS "keyRow"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated)
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY n.nspname, c.relname`,
  )
  return rows
}

/** Counts and digests a table's rows in one pass; the sums do not depend on the order of the rows. */
export async function readDigest(client: pg.ClientBase, table: Table): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; digest: string }>(
    `SELECT count(*)::text AS rows, concat_ws('.',
            coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0),
            coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint), 0)) AS digest
       FROM (SELECT ${hashOf(table.row)} AS hash FROM ONLY ${table.name}) hashed`,
  )
  const [found] = rows
  if (found === undefined) throw new Error(`no digest of ${table.name}`)
  return { schema: table.schema, table: table.table, ...found }
}

/** A table's rows in groups of equal ones, ordered by (keyHash, rowHash), in pages; without a key the row is its own. */
export async function* readRows(client: pg.ClientBase, table: Table): AsyncGenerator<RowGroup> {
  const key = table.key.length > 0 ? table.keyRow : table.row
  await client.query(
    `DECLARE testbed_rows NO SCROLL CURSOR FOR
     SELECT key_hash AS "keyHash", row_hash AS "rowHash", count(*)::text AS count, min(key) AS key, min(row) AS row
       FROM (SELECT ${hashOf(key)} COLLATE "C" AS key_hash, ${hashOf(table.row)} COLLATE "C" AS row_hash,
                    left(${textOf(key)}, 200) AS key, left(${textOf(table.row)}, 400) AS row
               FROM ONLY ${table.name}) hashed
      GROUP BY key_hash, row_hash ORDER BY key_hash, row_hash`,
  )
  for (;;) {
    const { rows } = await client.query<RowGroup & { count: string }>(`FETCH ${pageRows} FROM testbed_rows`)
    for (const row of rows) yield { ...row, count: BigInt(row.count) }
    if (rows.length < pageRows) break
  }
  await client.query('CLOSE testbed_rows')
}

/** `table` as `like` reads it: the same columns and key, by this table's own SQL. Undefined where one is missing. */
export function readLike(table: Table, like: Table): Table | undefined {
  const sqlOf = new Map(table.columns.map((column, at) => [column, table.row[at]]))
  const pick = (columns: string[]) => columns.map((column) => sqlOf.get(column)).filter((sql) => sql !== undefined)
  const [row, keyRow] = [pick(like.columns), pick(like.key)]
  if (row.length < like.columns.length) return undefined
  return { ...table, columns: like.columns, key: like.key, row, keyRow }
}

/** A row's text is the server's own for records: it tells NULL from '', 1.0 from 1.00, and keeps padding. */
const textOf = (expressions: string[]) => `ROW(${expressions.join(', ')})::text`
const hashOf = (expressions: string[]) => `md5(convert_to(${textOf(expressions)}, 'UTF8'))`
