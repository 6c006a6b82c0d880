import type pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import { subtractDigest, sumDigests } from '@/domain/transfer/digest-sum'
import { digestPlaces, type RowHash } from './digest'
import type { Writer } from './fence'
import { qualified, quoteIdent } from './identifiers'
import { insertRejectsSql, type NewReject, type Refusal, type RowKey } from './rejects'

/** A row of the migration's own in the target, with the chunk that brought it. */
export interface OwnRow {
  readonly ctid: string
  readonly chunk: number
}

/** Which of these rows the chunks of a task brought, by their transactions; somebody else's are not among them. */
export async function ownRows(
  target: pg.ClientBase,
  { migrationId, runId }: Writer,
  task: PlanTask,
  ctids: readonly string[],
): Promise<OwnRow[]> {
  if (ctids.length === 0) return []
  const { rows } = await target.query<{ ctid: string; chunk: number }>(
    `SELECT t.ctid::text AS ctid, own.chunk
       FROM ONLY ${qualified(task.target.schema, task.target.name)} t
            JOIN (SELECT r.chunk, x::xid AS xid FROM godwit.receipt r, pg_catalog.unnest(r.xids) x
                   WHERE r.migration = $1 AND r.run = $2 AND r.task = $3 AND r.kind = 'chunk') own ON own.xid = t.xmin
      WHERE t.ctid = ANY ($4::tid[])`,
    [migrationId, runId, task.n, [...ctids]],
  )
  return rows
}

/** What rejects need beyond the rows themselves. */
export interface Expelling {
  readonly task: PlanTask
  readonly refusal: Refusal
  /** The columns that name a row; empty: their places do. */
  readonly key: readonly string[]
  /** How rows are hashed; null where data is not validated. */
  readonly hash: RowHash | null
  readonly seal: (values: readonly (string | null)[]) => Promise<string>
}

/** A row whose text is longer than this is not kept. */
const mostBytes = 1_000_000

/** Takes own rows of one table out of the target and into the ledger's rejects, in the caller's transaction. */
export async function expelRows(
  target: pg.ClientBase,
  writer: Writer,
  rows: readonly OwnRow[],
  expelling: Expelling,
): Promise<void> {
  await rejectOwnRows(target, writer, rows, expelling)
  await removeRows(target, [{ task: expelling.task, ctids: rows.map(({ ctid }) => ctid) }])
}

/** Removes rows of several tables in one statement: foreign keys look at its end, so that no order among the rows is needed. */
export async function removeRows(
  target: pg.ClientBase,
  parts: readonly { readonly task: PlanTask; readonly ctids: readonly string[] }[],
): Promise<void> {
  if (parts.length === 0) return
  const deletes = parts.map(({ task }, i) => {
    const relation = qualified(task.target.schema, task.target.name)
    return `gone_${i} AS (DELETE FROM ONLY ${relation} WHERE ctid = ANY ($${i + 1}::tid[]))`
  })
  await target.query(
    `WITH ${deletes.join(', ')} SELECT`,
    parts.map(({ ctids }) => [...ctids]),
  )
}

/**
 * Puts own rows into the ledger's rejects, in the caller's transaction, which removes them afterwards: receipts count them as rejected
 * from now on. Answers the digest of the rows, null where data is not validated. The rows must have been found by `ownRows` in the same
 * transaction, or be looked at again by it.
 */
export async function rejectOwnRows(
  target: pg.ClientBase,
  writer: Writer,
  rows: readonly OwnRow[],
  { task, refusal, key, hash, seal }: Expelling,
): Promise<string | null> {
  const parts: (string | null)[] = []
  const relation = qualified(task.target.schema, task.target.name)
  const texts = task.columns.map(({ name }) => `${quoteIdent(name)}::text`)
  const size = texts.map((t) => `coalesce(pg_catalog.octet_length(${t}), 0)`).join(' + ') || '0'
  const keys = key.length === 0 ? ['ctid::text'] : key.map((c) => `${quoteIdent(c)}::text`)
  for (const chunk of new Set(rows.map((row) => row.chunk))) {
    const ctids = rows.filter((row) => row.chunk === chunk).map((row) => row.ctid)
    const { rows: found } = await target.query<{ key: string[]; values: (string | null)[] | null }>(
      `SELECT ARRAY[${keys.join(', ')}]::text[] AS key,
              CASE WHEN ${size} <= ${mostBytes} THEN ARRAY[${texts.join(', ')}]::text[] END AS values
         FROM ONLY ${relation} WHERE ctid = ANY ($1::tid[]) FOR UPDATE`,
      [ctids],
    )
    const part = hash === null ? null : (await digestPlaces(target, task.target, hash, ctids)).text
    parts.push(part)
    const place = [writer.migrationId, task.n, chunk]
    const { rows: receipts } = await target.query<{ digest: string | null; next: number }>(
      `SELECT r.src_digest AS digest, coalesce((SELECT max(j.n) + 1 FROM godwit.reject j
                WHERE j.migration = r.migration AND j.task = r.task AND j.chunk = r.chunk AND j.kind = r.kind), 0)::int AS next
         FROM godwit.receipt r WHERE r.migration = $1 AND r.task = $2 AND r.chunk = $3 AND r.kind = 'chunk' FOR UPDATE`,
      place,
    )
    const [receipt] = receipts
    if (receipt === undefined || found.length !== ctids.length)
      throw new Error('Own rows moved while they were taken out.')
    const rejects: NewReject[] = []
    for (const [i, { key: values, values: image }] of found.entries()) {
      const names = key.length === 0 ? ['ctid'] : key
      const named: RowKey = names.map((name, at) => [name, values[at] ?? ''])
      const sealed = image === null ? null : await seal(image)
      rejects.push({ ...refusal, task: task.n, chunk, n: receipt.next + i, key: named, image: sealed })
    }
    const sql = insertRejectsSql(writer, rejects)
    if (sql !== null) await target.query(sql)
    await target.query(
      `UPDATE godwit.receipt SET rows_landed = rows_landed - $4, rows_rejected = rows_rejected + $4, src_digest = $5,
              read_digest = coalesce(read_digest, src_digest)
        WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = 'chunk'`,
      [...place, ctids.length, hash === null ? receipt.digest : subtractDigest(receipt.digest, part)],
    )
  }
  return sumDigests(parts)
}
