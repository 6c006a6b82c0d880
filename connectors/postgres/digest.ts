import type pg from 'pg'
import type { PlanTask, TableRef } from '@/domain/plan/plan'
import { qualified, quoteIdent, quoteLiteral } from './identifiers'
import { rangeSql } from './read'
import type { Bounds } from './receipts'

/** How a row becomes bytes: one SQL expression a column, the same on both sides. */
export interface RowHash {
  readonly version: 'v1' | 'v1t'
  readonly columns: readonly { readonly name: string; readonly send: string; readonly cast: string }[]
}

/** Rows of a table, and the sums mod 2⁶⁴ of their hashes under two seeds. They do not depend on the order of the rows. */
export interface TableDigest {
  readonly rows: bigint
  /** `v1:rows:sum1:sum2`; digests of different versions are never compared. */
  readonly text: string
}

interface TargetColumn {
  at: number
  name: string
  type: string
  send: string | null
}

/**
 * `send` is null for types whose own would carry numbers that mean something in one database only, and for those that
 * borrow another type's (refcursor sends as text does): these go in as text.
 */
const targetColumnsSql = `
  WITH RECURSIVE base AS (
    SELECT asked.at, a.attname, a.attnum, a.atttypid AS typ, a.atttypmod AS typmod
      FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY asked (name, at)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = pg_catalog.to_regclass(asked.name)
     WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT b.at, b.attname, b.attnum, t.typbasetype, t.typtypmod FROM base b
      JOIN pg_catalog.pg_type t ON t.oid = b.typ WHERE t.typtype = 'd')
  SELECT (b.at - 1)::int AS at, b.attname AS name, pg_catalog.format_type(b.typ, b.typmod) AS type,
         CASE WHEN t.oid < 16384 AND t.typtype IN ('b', 'r', 'm') AND t.typname !~ '^_?(oid|reg|xid|cid|tid|aclitem)'
               AND t.typname NOT IN ('_record', 'record') AND (sends.typ = t.oid OR sends.is_pseudo)
              THEN t.typsend::regproc::text END AS send
    FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typ AND t.typtype <> 'd'
         LEFT JOIN LATERAL (
           SELECT a.oid AS typ, a.typtype = 'p' AS is_pseudo FROM pg_catalog.pg_proc f
             JOIN pg_catalog.pg_type a ON a.oid = f.proargtypes[0] WHERE f.oid = t.typsend) sends ON true
   ORDER BY b.at, b.attnum`

/** hash_record_extended is PostgreSQL 14's. */
const hashRecordSince = 140_000

/** What all of these servers (`server_version_num`) can do. */
export const digestVersionFor = (servers: readonly number[]): RowHash['version'] =>
  servers.every((version) => version >= hashRecordSince) ? 'v1' : 'v1t'

/**
 * Decides how the rows of tasks are hashed, in their order: by the target's exact types, so that a value that the target had to change
 * makes another hash. Types of the user's own and those that hold OIDs go in as text. An error in the place of a table that the target
 * lacks, or that lacks a column.
 */
export async function rowHashesOf(
  target: pg.ClientBase,
  tasks: readonly PlanTask[],
  version: RowHash['version'],
): Promise<(RowHash | Error)[]> {
  const { rows } = await target.query<TargetColumn>(targetColumnsSql, [tasks.map((task) => nameOf(task.target))])
  const byTask = tasks.map(() => new Map<string, TargetColumn>())
  for (const row of rows) byTask[row.at]?.set(row.name, row)
  return tasks.map((task, at) => {
    const found = task.columns.flatMap(({ name }) => byTask[at]?.get(name) ?? [])
    if (found.length < task.columns.length)
      return new Error(`The target's ${nameOf(task.target)} lacks a column of the plan.`)
    const columns = found.map(({ name, send, type }) => {
      return { name, send: send === null ? 'textsend' : send, cast: send === null ? 'text' : type }
    })
    return { version, columns }
  })
}

/**
 * Whether what a chunk's COPY sends can be digested as it passes, without asking the source: by the plan, and where no column is hashed
 * by its text.
 */
export const isDigestedPassing = ({ digested, columns }: PlanTask, hash: RowHash): boolean =>
  digested === 'passing' && hash.version === 'v1' && columns.every(({ type }, at) => hash.columns[at]?.cast === type)

/** The version of a digest that was taken before; undefined without one. */
export const versionOf = (digest: string | null): RowHash['version'] | undefined =>
  digest === null ? undefined : digest.startsWith('v1t:') ? 'v1t' : 'v1'

const seeds = [1, 2] as const
const modulus = '18446744073709551616'

/**
 * Row hash v1 is byte equality: what each value's `send` gives, hashed as a record, and that hash hashed again, since the
 * record hash alone is linear: values that changed places between rows would not be seen. `v1t` hashes the same bytes
 * where the server cannot hash records.
 */
function digestSql(table: TableRef, hash: RowHash, range: string): string {
  const sent = hash.columns.map((c) => `pg_catalog.${c.send}(${quoteIdent(c.name)}::${c.cast})`)
  const row =
    hash.version === 'v1'
      ? `pg_catalog.hash_record_extended(ROW(${sent.join(', ')}), 0)::text`
      : `ROW(${sent.map((s) => `pg_catalog.encode(${s}, 'hex')`).join(', ')})::text`
  const sums = seeds.map(
    (seed) =>
      `pg_catalog.mod(pg_catalog.mod(coalesce(sum(pg_catalog.hashtextextended(h COLLATE "C", ${seed})), 0), ${modulus}) + ${modulus}, ${modulus})::text`,
  )
  // OFFSET 0 keeps the inner hash from being computed once for each seed.
  return `SELECT count(*)::text AS rows, ${quoteLiteral(hash.version)} || ':' || count(*) || ':' || ${sums.join(` || ':' || `)} AS text
    FROM (SELECT ${row} AS h FROM ONLY ${nameOf(table)}${range} OFFSET 0) hashed`
}

/**
 * Rows and, with `hash`, digest of a whole table of at most `mostBytes` on disk, by the source in the session's snapshot; null: it is
 * larger, and was not read.
 */
export async function digestIfSmall(
  source: pg.ClientBase,
  table: TableRef,
  hash: RowHash | null,
  mostBytes: number,
): Promise<{ readonly rows: bigint; readonly text: string | null } | null> {
  const range = ' WHERE (SELECT is_small FROM size)'
  const found =
    hash === null
      ? `SELECT count(*)::text AS rows, NULL AS text FROM ONLY ${nameOf(table)}${range}`
      : digestSql(table, hash, range)
  const { rows } = await source.query<{ small: boolean; rows: string; text: string | null }>(
    `WITH size AS MATERIALIZED (
       SELECT pg_catalog.pg_table_size(${quoteLiteral(nameOf(table))}::regclass) <= ${mostBytes} AS is_small)
     SELECT (SELECT is_small FROM size) AS small, found.* FROM (${found}) found`,
  )
  const [row] = rows
  return row?.small === true ? { rows: BigInt(row.rows), text: row.text } : null
}

/** The digest of a table, or of its rows under `where` (a clause), in whatever snapshot the session reads. */
export const digestTable = (session: pg.ClientBase, table: TableRef, hash: RowHash, where = ''): Promise<TableDigest> =>
  digest(session, digestSql(table, hash, where))

/**
 * Conditions that part the rows of a table by where they lie, `blocks` of them at a time; each row meets one of them, also one that
 * comes later. A single one for a table that is smaller.
 */
export async function blockRanges(session: pg.ClientBase, table: TableRef, blocks: number): Promise<string[]> {
  const { rows } = await session.query<{ blocks: string }>(
    `SELECT pg_catalog.pg_relation_size($1::regclass) / pg_catalog.current_setting('block_size')::int AS blocks`,
    [nameOf(table)],
  )
  const pieces = Math.max(1, Math.ceil(Number(rows[0]?.blocks ?? 0) / blocks))
  return Array.from({ length: pieces }, (_, n) => {
    const from = `ctid >= '(${n * blocks},0)'::tid`
    return n === pieces - 1 ? from : `${from} AND ctid < '(${(n + 1) * blocks},0)'::tid`
  })
}

/** The digest of a chunk's rows in the source, but for some by their places, in whatever snapshot the session reads. */
export const digestChunk = (
  source: pg.ClientBase,
  task: PlanTask,
  bounds: Bounds,
  hash: RowHash,
  except: readonly string[] = [],
): Promise<TableDigest> => digest(source, digestSql(task.source, hash, withoutPlaces(rangeSql(task, bounds), except)))

/** The digest of some rows of the target, by their places, in the session's transaction. */
export const digestPlaces = (
  target: pg.ClientBase,
  table: TableRef,
  hash: RowHash,
  ctids: readonly string[],
): Promise<TableDigest> => digest(target, digestSql(table, hash, ` WHERE ctid = ANY (${tids(ctids)})`))

const tids = (ctids: readonly string[]) => `${quoteLiteral(`{${ctids.map((c) => `"${c}"`).join(',')}}`)}::tid[]`
const withoutPlaces = (range: string, ctids: readonly string[]) =>
  ctids.length === 0 ? range : `${range === '' ? ' WHERE' : `${range} AND`} ctid <> ALL (${tids(ctids)})`

async function digest(session: pg.ClientBase, sql: string): Promise<TableDigest> {
  const { rows } = await session.query<{ rows: string; text: string }>(sql)
  const [row] = rows
  if (row === undefined) throw new Error('A digest answered no row.')
  return { rows: BigInt(row.rows), text: row.text }
}

/** `server_version_num` of a session's server. */
export async function serverVersion(session: pg.ClientBase): Promise<number> {
  const { rows } = await session.query<{ v: string }>(`SELECT pg_catalog.current_setting('server_version_num') AS v`)
  return Number(rows[0]?.v)
}

const nameOf = (table: TableRef) => qualified(table.schema, table.name)
