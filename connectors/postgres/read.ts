import type pg from 'pg'
import type { PlanTask, TableRef } from '@/domain/plan/plan'
import { qualified, quoteIdent, quoteLiteral } from './identifiers'
import type { Bounds } from './receipts'

const nameOf = (table: TableRef) => qualified(table.schema, table.name)
const columnsOf = ({ columns }: Pick<PlanTask, 'columns'>) => columns.map((c) => quoteIdent(c.name)).join(', ')
const formatOf = ({ format }: Pick<PlanTask, 'format'>) => (format === 'binary' ? 'FORMAT binary' : 'FORMAT text')

/** `COPY … TO STDOUT` of the rows of one chunk: the table's own ones, without those of its children. */
export function copyOutSql(task: PlanTask, bounds: Bounds): string {
  return `COPY (SELECT ${columnsOf(task)} FROM ONLY ${nameOf(task.source)}${rangeSql(task, bounds)}) TO STDOUT (${formatOf(task)})`
}

/** `COPY … FROM STDIN` into the target of the same rows. */
export function copyInSql(task: PlanTask): string {
  const columns = task.columns.length === 0 ? '' : ` (${columnsOf(task)})`
  return `COPY ${nameOf(task.target)}${columns} FROM STDIN (${formatOf(task)})`
}

/** The WHERE clause of a chunk's rows in the source; empty for all of them. */
export function rangeSql(task: PlanTask, bounds: Bounds): string {
  const where = conditions(task, bounds)
  return where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
}

function conditions({ chunking }: PlanTask, { lower, upper }: Bounds): string[] {
  switch (chunking.kind) {
    case 'whole':
      return []
    case 'ctid':
      return [...(lower === null ? [] : [`ctid >= ${tid(lower)}`]), ...(upper === null ? [] : [`ctid < ${tid(upper)}`])]
    case 'key': {
      const key = keyRow(chunking.columns)
      return [
        ...(lower === null ? [] : [`${key} > ${valueRow(chunking.columns, lower)}`]),
        ...(upper === null ? [] : [`${key} <= ${valueRow(chunking.columns, upper)}`]),
      ]
    }
  }
}

type KeyColumns = Extract<PlanTask['chunking'], { kind: 'key' }>['columns']

/** The first place in a block. The bounds of physical ranges are block numbers: this one is in, the next is not. */
const tid = ([block]: readonly string[]) => `'(${block},0)'::tid`
const keyRow = (columns: KeyColumns) => `(${columns.map((c) => `${quoteIdent(c.name)}::${c.type}`).join(', ')})`
const valueRow = (columns: KeyColumns, values: readonly string[]) =>
  `(${columns.map((c, i) => `${quoteLiteral(values[i] ?? '')}::${c.type}`).join(', ')})`

/**
 * Cuts the next chunk behind `lower`, about `rows` long, inside the session's snapshot. The last one is open-ended.
 * `blockRows` is how many rows a block of the table holds, for physical ranges.
 */
export async function nextUpperBound(
  source: pg.ClientBase,
  task: PlanTask,
  { lower, rows, blockRows }: { lower: readonly string[] | null; rows: number; blockRows: number },
): Promise<readonly string[] | null> {
  switch (task.chunking.kind) {
    case 'whole':
      return null
    case 'ctid':
      return nextBlock(source, task, { lower, blocks: Math.max(1, Math.round(rows / blockRows)) })
    case 'key':
      return nextKey(source, task, task.chunking.columns, { lower, rows })
  }
}

async function nextBlock(
  source: pg.ClientBase,
  task: PlanTask,
  { lower, blocks }: { lower: readonly string[] | null; blocks: number },
): Promise<readonly string[] | null> {
  const { rows } = await source.query<{ blocks: string }>(
    `SELECT pg_catalog.pg_relation_size($1::regclass) / pg_catalog.current_setting('block_size')::int AS blocks`,
    [nameOf(task.source)],
  )
  const upper = BigInt(lower?.[0] ?? '0') + BigInt(blocks)
  return upper >= BigInt(rows[0]?.blocks ?? '0') ? null : [String(upper)]
}

/**
 * Walks the index entries of this one chunk, from its lower bound on, and no others: the row after the last tells whether
 * there is another chunk. A null answer makes this the last.
 */
async function nextKey(
  source: pg.ClientBase,
  task: PlanTask,
  columns: KeyColumns,
  { lower, rows }: { lower: readonly string[] | null; rows: number },
): Promise<readonly string[] | null> {
  // Qualified: a bare name in ORDER BY means the answer's column, which is text and would sort 10 before 9, past the index.
  const key = columns.map((c) => `chunk_row.${quoteIdent(c.name)}`).join(', ')
  const after = lower === null ? '' : ` WHERE ${keyRow(columns)} > ${valueRow(columns, lower)}`
  const texts = columns.map((c) => `${quoteIdent(c.name)}::text`).join(', ')
  const from = `ONLY ${nameOf(task.source)} AS chunk_row`
  const found = await source.query<string[]>({
    text: `SELECT ${texts} FROM ${from}${after} ORDER BY ${key} OFFSET ${rows - 1} LIMIT 2`,
    rowMode: 'array',
  })
  const [last, beyond] = found.rows
  return last === undefined || beyond === undefined ? null : last
}

/** The rows of a table, or of those under `where` (a clause), by its server's own count, in the session's snapshot. */
export async function countRows(session: pg.ClientBase, table: TableRef, where = ''): Promise<bigint> {
  const { rows } = await session.query<{ rows: string }>(`SELECT count(*) AS rows FROM ONLY ${nameOf(table)}${where}`)
  return BigInt(rows[0]?.rows ?? '-1')
}
