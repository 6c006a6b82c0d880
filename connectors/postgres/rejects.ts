import type pg from 'pg'
import type { Writer } from './fence'
import { quoteLiteral } from './identifiers'

/** What names a row of the source: its key, column by column as text, or its place, under the name `ctid`. */
export type RowKey = [column: string, value: string][]

/** Why the target refused a row, with names and without values. */
export interface Refusal {
  readonly sqlstate: string
  readonly constraint: string | null
  readonly column: string | null
  readonly message: string
  readonly fix: string
}

/** A row that did not land, as the ledger keeps it. */
export interface Reject extends Refusal {
  readonly task: number
  readonly chunk: number
  /** Its number among the rejects of the chunk. */
  readonly n: number
  readonly key: RowKey
  /** The row itself, sealed; null: it is too large to be kept. */
  readonly image: string | null
  readonly state: 'open' | 'replayed'
  readonly rejectedAt: Date
}

export type NewReject = Omit<Reject, 'state' | 'rejectedAt'>

const literal = (text: string | null) => (text === null ? 'NULL' : quoteLiteral(text))

/** The INSERT of a chunk's rejects, for the transaction of its receipt and after it; null: there are none. */
export function insertRejectsSql({ migrationId }: Writer, rejects: readonly NewReject[]): string | null {
  if (rejects.length === 0) return null
  const rows = rejects.map((r) => {
    const texts = [JSON.stringify(r.key), r.sqlstate, r.constraint, r.column, r.message, r.fix, r.image].map(literal)
    return `(${literal(migrationId)}, ${r.task}, ${r.chunk}, 'chunk', ${r.n}, ${texts.join(', ')})`
  })
  return `INSERT INTO godwit.reject (migration, task, chunk, kind, n, key, sqlstate, constraint_name, column_name, message, fix, image)
    VALUES ${rows.join(', ')}`
}

interface Row {
  task: number
  chunk: number
  n: number
  key: string
  sqlstate: string
  constraint: string | null
  column: string | null
  message: string
  fix: string
  image: string | null
  state: 'open' | 'replayed'
  at: string
}

/** All rejects of a run, or those of one chunk: they belong to receipts, and go where these go. */
export async function readRejects(
  target: pg.ClientBase,
  { migrationId, runId }: Writer,
  of: { task: number; chunk: number } | null = null,
): Promise<Reject[]> {
  const { rows } = await target.query<Row>(
    `SELECT j.task, j.chunk, j.n, j.key, j.sqlstate, j.constraint_name AS constraint, j.column_name AS column, j.message, j.fix,
            j.image, j.state, pg_catalog.to_char(j.rejected_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
       FROM godwit.reject j JOIN godwit.receipt r USING (migration, task, chunk, kind)
      WHERE j.migration = $1 AND r.run = $2 AND j.kind = 'chunk' AND ($3::int IS NULL OR (j.task = $3 AND j.chunk = $4))
      ORDER BY j.task, j.chunk, j.n`,
    [migrationId, runId, of?.task ?? null, of?.chunk ?? null],
  )
  return rows.map(({ key, at, ...row }) => ({ ...row, key: JSON.parse(key) as RowKey, rejectedAt: new Date(at) }))
}

/** Locks one reject in the caller's transaction; null: it is not there any more. */
export async function lockReject(
  target: pg.ClientBase,
  { migrationId }: Writer,
  { task, chunk, n }: Pick<Reject, 'task' | 'chunk' | 'n'>,
): Promise<Reject['state'] | null> {
  const { rows } = await target.query<{ state: Reject['state'] }>(
    `SELECT state FROM godwit.reject WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = 'chunk' AND n = $4 FOR UPDATE`,
    [migrationId, task, chunk, n],
  )
  return rows[0]?.state ?? null
}

/**
 * Counts a reject as landed by the caller's transaction: the receipt of its chunk bears that transaction from now on as well, so that
 * the row is among those that can be proved and undone, and its digest.
 */
export async function countReplayed(
  target: pg.ClientBase,
  { migrationId }: Writer,
  { task, chunk, n, sourceDigest }: Pick<Reject, 'task' | 'chunk' | 'n'> & { sourceDigest: string | null },
): Promise<void> {
  const place = [migrationId, task, chunk]
  await target.query(
    `UPDATE godwit.reject SET state = 'replayed' WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = 'chunk' AND n = $4`,
    [...place, n],
  )
  await target.query(
    `UPDATE godwit.receipt SET rows_landed = rows_landed + 1, rows_rejected = rows_rejected - 1, src_digest = $4,
            xids = CASE WHEN pg_catalog.pg_current_xact_id() = ANY (xids) THEN xids ELSE xids || pg_catalog.pg_current_xact_id() END
      WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = 'chunk'`,
    [...place, sourceDigest],
  )
}
