import type pg from 'pg'
import type { Writer } from './fence'
import { quoteIdent, quoteLiteral } from './identifiers'

/** Why a row is kept: it was replaced by one of the migration's, or removed before the first of them came. */
export type KeptFor = 'upsert' | 'truncate'

/** Which rows are kept, as SQL: `from` is a relation or a join that calls the row `godwit_row`, with its conditions. */
export interface Kept {
  readonly relation: string
  readonly for: KeptFor
  readonly task: number
  readonly chunk: number
  /** The columns by which the row is found again; empty where it is gone. */
  readonly key: readonly string[]
  readonly from: string
}

/**
 * Keeps rows as they are now in the ledger, in the caller's transaction; answers how many. A row is kept as the text of its table's
 * type: every value in its own form, also those of columns that the migration does not bring.
 */
export async function keepBefore(target: pg.ClientBase, writer: Writer, kept: Kept): Promise<bigint> {
  const { rowCount } = await target.query(
    `INSERT INTO godwit.before (migration, run, relation, kind, task, chunk, key, image)
     SELECT $1, $2, $3, $4, $5, $6, $7::text[], held.image
       FROM (SELECT (godwit_row.*)::text AS image FROM ${kept.from}) held`,
    [writer.migrationId, writer.runId, kept.relation, kept.for, kept.task, kept.chunk, kept.key],
  )
  return BigInt(rowCount ?? 0)
}

/** Forgets what was kept, where nobody is to take it back any more. */
export async function forgetBefore(target: pg.ClientBase, { migrationId }: Writer): Promise<void> {
  await target.query('DELETE FROM godwit.before WHERE migration = $1', [migrationId])
}

/**
 * Gives rows that an upsert replaced their old values back, where they are still the migration's own: their xmin is one of `xids`. Such
 * a row then bears the xmin of this transaction, and is nobody's. In the caller's transaction, before rows of these xids are removed;
 * `chunks` null: all of the table. The images are used up.
 */
export async function giveBackReplaced(
  target: pg.ClientBase,
  { migrationId }: Pick<Writer, 'migrationId'>,
  { relation, chunks, xids }: { relation: string; chunks: readonly number[] | null; xids: string },
): Promise<bigint> {
  const which = [migrationId, relation, chunks]
  const named = `migration = $1 AND relation = $2 AND kind = 'upsert' AND ($3::int[] IS NULL OR chunk = ANY ($3::int[]))`
  const { rows } = await target.query<{ key: string[] }>(`SELECT DISTINCT key FROM godwit.before WHERE ${named}`, which)
  let given = 0n
  for (const { key } of rows) {
    const columns = await settableColumns(target, relation)
    const settable = columns.map(quoteIdent)
    const found = key.map((column) => `godwit_row.${quoteIdent(column)} = (old.was).${quoteIdent(column)}`)
    const { rowCount } = await target.query(
      `WITH old AS MATERIALIZED (
         SELECT image::${relation} AS was FROM godwit.before WHERE ${named} AND key = $4::text[])
       UPDATE ONLY ${relation} AS godwit_row
          SET ${settable.map((column) => `${column} = (old.was).${column}`).join(', ')}
         FROM old WHERE ${found.join(' AND ')} AND godwit_row.xmin = ANY ($5::xid[])`,
      [...which, key, xids],
    )
    given += BigInt(rowCount ?? 0)
  }
  if (rows.length > 0) await target.query(`DELETE FROM godwit.before WHERE ${named}`, which)
  return given
}

/** Columns that an UPDATE may set: neither generated nor GENERATED ALWAYS AS IDENTITY, which no upsert has changed either. */
async function settableColumns(target: pg.ClientBase, relation: string): Promise<string[]> {
  const { rows } = await target.query<{ name: string }>(
    `SELECT attname::text AS name FROM pg_catalog.pg_attribute
      WHERE attrelid = ${quoteLiteral(relation)}::regclass AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum`,
  )
  return rows.map(({ name }) => name)
}
