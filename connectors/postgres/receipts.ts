import type pg from 'pg'
import type { Writer } from './fence'
import { quoteLiteral } from './identifiers'

/** Bounds of a chunk: exclusive lower, inclusive upper, each a list of the key's values as text; null is −∞ or +∞. */
export interface Bounds {
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
}

export type ReceiptKind = 'chunk' | 'step' | 'analyze'

/** What one transaction left behind: proof that its rows are in the target, exactly once. */
export interface Receipt {
  readonly kind: string
  /** The plan's task number; −1 for steps. */
  readonly task: number
  /** The chunk's number in its task; a step's number in the plan. */
  readonly chunk: number
  readonly runId: string
  readonly bounds: Bounds
  readonly rowsRead: bigint
  readonly rowsLanded: bigint
  /** Rows of it that are in quarantine. */
  readonly rowsRejected: bigint
  readonly bytes: bigint
  /** What the source said of the rows in the lane's own snapshot; null: it was not asked. */
  readonly sourceDigest: string | null
  /** The same of all rows that were read, also of those in quarantine; null: none of it ever was, or nobody is to go by it. */
  readonly readDigest: string | null
}

export interface NewReceipt extends Omit<Receipt, 'runId' | 'kind' | 'readDigest'> {
  readonly readDigest?: string | null
  readonly kind: ReceiptKind
  /** The target relation or object, qualified and quoted. */
  readonly relation: string
}

/** Of what is not made of rows: a step, or statistics. */
export const withoutRows = {
  bounds: { lower: null, upper: null },
  rowsRead: 0n,
  rowsLanded: 0n,
  rowsRejected: 0n,
  bytes: 0n,
  sourceDigest: null,
} as const

/** The INSERT of a receipt, for the same transaction as what it proves; as text, so that it can share a round trip. */
export function insertReceiptSql(writer: Writer, receipt: NewReceipt): string {
  const text = [writer.migrationId, receipt.kind, writer.runId, receipt.relation, JSON.stringify(receipt.bounds)]
  const [migration, kind, run, relation, bounds] = text.map(quoteLiteral)
  return `INSERT INTO godwit.receipt (migration, task, chunk, kind, run, epoch, relation, bounds,
            rows_read, rows_landed, rows_rejected, bytes, src_digest, read_digest, xids, committed_at)
    VALUES (${migration}, ${receipt.task}, ${receipt.chunk}, ${kind}, ${run}, ${writer.epoch}, ${relation}, ${bounds},
            ${receipt.rowsRead}, ${receipt.rowsLanded}, ${receipt.rowsRejected}, ${receipt.bytes},
            ${orNull(receipt.sourceDigest)}, ${orNull(receipt.readDigest ?? null)}, ARRAY[pg_catalog.pg_current_xact_id()], pg_catalog.clock_timestamp())`
}

const orNull = (text: string | null) => (text === null ? 'NULL' : quoteLiteral(text))

interface Row {
  kind: string
  task: number
  chunk: number
  run: string
  bounds: string
  rows_read: string
  rows_landed: string
  rows_rejected: string
  bytes: string
  src_digest: string | null
  read_digest: string | null
}

const toReceipt = (row: Row): Receipt => ({
  kind: row.kind,
  task: row.task,
  chunk: row.chunk,
  runId: row.run,
  bounds: JSON.parse(row.bounds) as Bounds,
  rowsRead: BigInt(row.rows_read),
  rowsLanded: BigInt(row.rows_landed),
  rowsRejected: BigInt(row.rows_rejected),
  bytes: BigInt(row.bytes),
  sourceDigest: row.src_digest,
  readDigest: row.read_digest,
})

const columns =
  'kind, task, chunk, run, bounds::text AS bounds, rows_read, rows_landed, rows_rejected, bytes, src_digest, read_digest'

/** All receipts that a run left in the target. */
export async function readReceipts(target: pg.ClientBase, { migrationId, runId }: Writer): Promise<Receipt[]> {
  const { rows } = await target.query<Row>(
    `SELECT ${columns} FROM godwit.receipt WHERE migration = $1 AND run = $2 ORDER BY task, chunk`,
    [migrationId, runId],
  )
  return rows.map(toReceipt)
}

/** One receipt, or undefined: the only answer to the question whether a COMMIT without an answer took place. */
export async function findReceipt(
  target: pg.ClientBase,
  { migrationId }: Writer,
  { task, chunk, kind }: Pick<NewReceipt, 'task' | 'chunk' | 'kind'>,
): Promise<Receipt | undefined> {
  const { rows } = await target.query<Row>(
    `SELECT ${columns} FROM godwit.receipt WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = $4`,
    [migrationId, task, chunk, kind],
  )
  return rows.map(toReceipt)[0]
}

/**
 * Sets receipts of the migration's earlier runs aside: their kind then bears their run, so that they keep their xids for
 * an undo and stand in nobody's way. To be called under the fence.
 */
export async function setAsideEarlierReceipts(target: pg.ClientBase, writer: Writer): Promise<void> {
  await target.query(
    `UPDATE godwit.receipt SET kind = kind || '@' || run::text
      WHERE migration = $1 AND run <> $2 AND pg_catalog.strpos(kind, '@') = 0`,
    [writer.migrationId, writer.runId],
  )
}

/**
 * Makes the chunk receipts that were set aside for a task of an earlier run those of a task of this one. To be called under the fence.
 * Whoever runs again has mended something: rows in quarantine are to be copied again with their chunk.
 */
export async function adoptReceipts(
  target: pg.ClientBase,
  writer: Writer,
  { task, earlier }: { task: number; earlier: { readonly runId: string; readonly task: number } },
): Promise<void> {
  await target.query(
    `UPDATE godwit.receipt SET kind = 'chunk', run = $2, task = $3, read_digest = NULL
      WHERE migration = $1 AND run = $4 AND task = $5 AND kind = 'chunk@' || $4`,
    [writer.migrationId, writer.runId, task, earlier.runId, earlier.task],
  )
}

/** Identities of the steps that earlier runs of the migration have applied. */
export async function stepsOfEarlierRuns(target: pg.ClientBase, writer: Writer): Promise<string[]> {
  const { rows } = await target.query<{ relation: string }>(
    `SELECT DISTINCT relation FROM godwit.receipt
      WHERE migration = $1 AND run <> $2 AND pg_catalog.split_part(kind, '@', 1) = 'step'`,
    [writer.migrationId, writer.runId],
  )
  return rows.map((row) => row.relation)
}
