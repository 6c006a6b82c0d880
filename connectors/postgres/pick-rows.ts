import type pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import type { Selection } from '@/domain/transfer/bisect'
import { qualified, quoteIdent } from './identifiers'
import { rangeSql } from './read'
import type { Bounds } from './receipts'
import type { RowKey } from './rejects'

/** What names rows of a table, and in which order they stand: its key, or where it has none their places in the snapshot. */
export type Naming = { readonly kind: 'key'; readonly columns: readonly string[] } | { readonly kind: 'ctid' }

/** By the key that chunks are cut by; else by the primary key, where there is one. */
export async function namingOf(source: pg.ClientBase, task: PlanTask): Promise<Naming> {
  if (task.chunking.kind === 'key') return { kind: 'key', columns: task.chunking.columns.map(({ name }) => name) }
  const { rows } = await source.query<{ name: string }>(
    `SELECT a.attname::text AS name
       FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, nth), pg_catalog.pg_attribute a
      WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.nth <= i.indnkeyatts
      ORDER BY k.nth`,
    [qualified(task.source.schema, task.source.name)],
  )
  return rows.length === 0 ? { kind: 'ctid' } : { kind: 'key', columns: rows.map(({ name }) => name) }
}

/** A chunk whose rows are to be told apart. */
export interface Picking {
  readonly task: PlanTask
  readonly bounds: Bounds
  readonly naming: Naming
}

/** A name that no column of the table bears. */
function freeName({ columns }: PlanTask, wanted: string): string {
  const taken = new Set(columns.map(({ name }) => name))
  let name = wanted
  while (taken.has(name)) name += '_'
  return quoteIdent(name)
}

const orderOf = (naming: Naming) =>
  naming.kind === 'ctid' ? 'chunk_row.ctid' : naming.columns.map((c) => `chunk_row.${quoteIdent(c)}`).join(', ')

/** The chunk's rows with their places in the order of the key, from 1. Within one snapshot it is always the same. */
function numbered({ task, bounds, naming }: Picking, wanted: readonly string[]): { nth: string; from: string } {
  const nth = freeName(task, 'godwit_nth')
  const list = [...wanted, `pg_catalog.row_number() OVER (ORDER BY ${orderOf(naming)}) AS ${nth}`]
  const table = qualified(task.source.schema, task.source.name)
  return { nth, from: `(SELECT ${list.join(', ')} FROM ONLY ${table} AS chunk_row${rangeSql(task, bounds)}) picked` }
}

const inSelection = (nth: string, { from, to, except }: Selection) =>
  `${nth} BETWEEN ${from} AND ${to}${except.length === 0 ? '' : ` AND ${nth} <> ALL ('{${except.join(',')}}'::bigint[])`}`

/** `COPY … TO STDOUT` of some rows of a chunk, in the order of their places. */
export function copySelectionSql(picking: Picking, selection: Selection): string {
  const columns = picking.task.columns.map(({ name }) => quoteIdent(name))
  const { nth, from } = numbered(picking, columns)
  const format = picking.task.format === 'binary' ? 'FORMAT binary' : 'FORMAT text'
  return `COPY (SELECT ${columns.join(', ')} FROM ${from} WHERE ${inSelection(nth, selection)} ORDER BY ${nth}) TO STDOUT (${format})`
}

/** How many rows a chunk has. */
export async function countChunk(source: pg.ClientBase, { task, bounds }: Picking): Promise<number> {
  const table = qualified(task.source.schema, task.source.name)
  const { rows } = await source.query<{ rows: string }>(
    `SELECT count(*)::text AS rows FROM ONLY ${table}${rangeSql(task, bounds)}`,
  )
  return Number(rows[0]?.rows ?? 0)
}

/** A row as it is in the source. */
export interface PickedRow {
  readonly place: number
  readonly ctid: string
  readonly key: RowKey
  /** Each copied column as text, in the order of the plan; null: too large to be held. */
  readonly values: readonly (string | null)[] | null
}

/** A row whose text is longer than this is not kept. */
const mostBytes = 1_000_000

/** The rows at some places of a chunk. */
export async function pickRows(
  source: pg.ClientBase,
  picking: Picking,
  places: readonly number[],
): Promise<PickedRow[]> {
  if (places.length === 0) return []
  const { task, naming } = picking
  const texts = task.columns.map(({ name }) => `chunk_row.${quoteIdent(name)}::text`)
  const keys =
    naming.kind === 'ctid' ? ['chunk_row.ctid::text'] : naming.columns.map((c) => `chunk_row.${quoteIdent(c)}::text`)
  const size = texts.map((t) => `coalesce(pg_catalog.octet_length(${t}), 0)`).join(' + ') || '0'
  const { nth, from } = numbered(picking, ['chunk_row.ctid AS row_place'])
  const table = qualified(task.source.schema, task.source.name)
  const { rows } = await source.query<[string, string, string[], (string | null)[] | null]>({
    text: `SELECT picked.${nth}::text, picked.row_place::text, ARRAY[${keys.join(', ')}]::text[],
        CASE WHEN ${size} <= ${mostBytes} THEN ARRAY[${texts.join(', ')}]::text[] END
      FROM ${from} JOIN ONLY ${table} AS chunk_row ON chunk_row.ctid = picked.row_place
     WHERE picked.${nth} = ANY ($1::bigint[]) ORDER BY picked.${nth}`,
    values: [places],
    rowMode: 'array',
  } as never)
  const names = naming.kind === 'ctid' ? ['ctid'] : naming.columns
  return (rows as unknown as [string, string, string[], (string | null)[] | null][]).map(
    ([place, ctid, key, values]) => ({
      place: Number(place),
      ctid,
      key: names.map((name, i) => [name, key[i] ?? '']),
      values,
    }),
  )
}

/** Columns of a foreign key that points to its own table, and those it points to. */
export interface SelfReference {
  readonly columns: readonly string[]
  readonly references: readonly string[]
}

/** The foreign key of this name on a target's table, where it points to that table itself; else null. */
export async function selfReferenceOf(
  target: pg.ClientBase,
  task: PlanTask,
  constraint: string,
): Promise<SelfReference | null> {
  const names = (key: string, table: string) =>
    `ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c.${key}) WITH ORDINALITY k (attnum, nth)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.${table} AND a.attnum = k.attnum ORDER BY k.nth)`
  const { rows } = await target.query<{ columns: string[]; references: string[] }>(
    `SELECT ${names('conkey', 'conrelid')} AS columns, ${names('confkey', 'confrelid')} AS "references"
       FROM pg_catalog.pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = $1::regclass AND c.confrelid = c.conrelid AND c.conname = $2`,
    [qualified(task.target.schema, task.target.name), constraint],
  )
  return rows[0] ?? null
}

/** Places of the rows that point to no row of the chunk but to one that is left out, or to none at all. */
export async function orphansOf(
  source: pg.ClientBase,
  picking: Picking,
  { columns, references }: SelfReference,
  except: readonly number[],
): Promise<number[]> {
  const wanted = [...new Set([...columns, ...references])].map((c) => `chunk_row.${quoteIdent(c)}`)
  const { nth, from } = numbered(picking, wanted)
  const left = (of: string) =>
    except.length === 0 ? '' : ` AND ${of}.${nth} <> ALL ('{${except.join(',')}}'::bigint[])`
  const points = columns.map((c, i) => `p.${quoteIdent(references[i] ?? '')} = c.${quoteIdent(c)}`).join(' AND ')
  const given = columns.map((c) => `c.${quoteIdent(c)} IS NOT NULL`).join(' AND ')
  const { rows } = await source.query<{ place: string }>(
    `WITH numbered AS MATERIALIZED (SELECT * FROM ${from})
     SELECT c.${nth}::text AS place FROM numbered c
      WHERE ${given}${left('c')} AND NOT EXISTS (SELECT FROM numbered p WHERE ${points}${left('p')}) ORDER BY c.${nth}`,
  )
  return rows.map(({ place }) => Number(place))
}
