import type pg from 'pg'
import type { TableRef } from '@/domain/plan/plan'
import { giveBackReplaced } from './before-images'
import { type Writer, writeFenced } from './fence'
import { qualified, quoteIdent } from './identifiers'

const ofKind = (kind: string) => `pg_catalog.split_part(kind, '@', 1) = '${kind}'`

/** The relations in which chunks of a migration have landed, in whichever run, by their receipts. */
export async function landedRelations(target: pg.ClientBase, { migrationId }: Writer): Promise<string[]> {
  const { rows } = await target.query<{ relation: string }>(
    `SELECT DISTINCT relation FROM godwit.receipt WHERE migration = $1 AND ${ofKind('chunk')} ORDER BY relation`,
    [migrationId],
  )
  return rows.map((row) => row.relation)
}

/** Rows removed from a table, and whether it is empty now. */
export interface Undone {
  readonly rows: bigint
  readonly isEmpty: boolean
}

/** Neither triggers nor foreign keys, for the rest of a transaction: those were chosen to stay silent, these are checked at the end. */
const silence = 'SET LOCAL session_replication_role = replica'

/**
 * Takes exactly the migration's own rows out of a table, and their receipts with them, in one transaction under the fence. Own rows
 * are those whose xmin a receipt names: a row that somebody changed since bears another and stays. A table that the migration made
 * itself and that holds nothing else is emptied at once.
 */
export async function undoTable(
  target: pg.ClientBase,
  writer: Writer,
  { table, made, silent = false }: { table: TableRef; made: boolean; silent?: boolean },
): Promise<Undone> {
  const relation = qualified(table.schema, table.name)
  return writeFenced(target, writer, async () => {
    if (silent) await target.query(silence)
    const { rows: found } = await target.query<{ there: boolean }>(
      'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there',
      [relation],
    )
    const undone = found[0]?.there === true ? await removeOwnRows(target, writer, relation, made) : nothingThere
    await target.query(
      `DELETE FROM godwit.receipt WHERE migration = $1 AND relation = $2 AND (${ofKind('chunk')} OR ${ofKind('analyze')})`,
      [writer.migrationId, relation],
    )
    return undone
  })
}

const nothingThere: Undone = { rows: 0n, isEmpty: true }

async function removeOwnRows(
  target: pg.ClientBase,
  { migrationId }: Writer,
  relation: string,
  made: boolean,
): Promise<Undone> {
  // Only the low 32 bits of a transaction's number stand in a row.
  const { rows: receipts } = await target.query<{ xids: string; landed: string }>(
    `SELECT coalesce(pg_catalog.array_agg(xid::xid), '{}')::text AS xids, coalesce(sum(once), 0)::text AS landed
       FROM (SELECT xid, CASE WHEN nth = 1 THEN rows_landed ELSE 0 END AS once
               FROM godwit.receipt, pg_catalog.unnest(xids) WITH ORDINALITY AS x (xid, nth)
              WHERE migration = $1 AND relation = $2 AND ${ofKind('chunk')}) own`,
    [migrationId, relation],
  )
  const { xids, landed } = receipts[0] ?? { xids: '{}', landed: '0' }
  if (made) {
    await target.query(`LOCK TABLE ONLY ${relation} IN ACCESS EXCLUSIVE MODE`)
    const { rows: others } = await target.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM ONLY ${relation} WHERE xmin <> ALL ($1::xid[])) AS found`,
      [xids],
    )
    if (others[0]?.found === false && !(await isReferenced(target, relation))) {
      await target.query(`TRUNCATE ONLY ${relation}`)
      return { rows: BigInt(landed), isEmpty: true }
    }
  }
  await giveBackReplaced(target, { migrationId }, { relation, chunks: null, xids })
  const deleted = await target.query(`DELETE FROM ONLY ${relation} WHERE xmin = ANY ($1::xid[])`, [xids])
  const { rows: left } = await target.query<{ found: boolean }>(`SELECT EXISTS (SELECT FROM ONLY ${relation}) AS found`)
  return { rows: BigInt(deleted.rowCount ?? 0), isEmpty: left[0]?.found === false }
}

/**
 * Takes the rows of some chunks of a table out of it, exactly those whose xmin their receipts name, and the receipts with them, in one
 * transaction under the fence; statistics of the table are out of date then, and their receipt goes as well. Answers the rows removed.
 */
export async function undoChunksOf(
  target: pg.ClientBase,
  writer: Writer,
  {
    relation,
    task,
    chunks,
    silent = false,
  }: { relation: string; task: number; chunks: readonly number[]; silent?: boolean },
): Promise<bigint> {
  const which = [writer.migrationId, relation, task, chunks]
  const named = `migration = $1 AND relation = $2 AND task = $3 AND chunk = ANY ($4::int[]) AND kind = 'chunk'`
  return writeFenced(target, writer, async () => {
    if (silent) await target.query(silence)
    const { rows } = await target.query<{ xids: string }>(
      `SELECT coalesce(pg_catalog.array_agg(xid::xid), '{}')::text AS xids
         FROM godwit.receipt, pg_catalog.unnest(xids) xid WHERE ${named}`,
      which,
    )
    const xids = rows[0]?.xids ?? '{}'
    await giveBackReplaced(target, writer, { relation, chunks, xids })
    const { rowCount } = await target.query(`DELETE FROM ONLY ${relation} WHERE xmin = ANY ($1::xid[])`, [xids])
    await target.query(`DELETE FROM godwit.receipt WHERE ${named}`, which)
    await target.query(`DELETE FROM godwit.receipt WHERE migration = $1 AND relation = $2 AND kind = 'analyze'`, [
      writer.migrationId,
      relation,
    ])
    return BigInt(rowCount ?? 0)
  })
}

/** How many of a table's rows are the migration's own: their xmin stands in a receipt of its chunks. */
export async function countOwnRows(target: pg.ClientBase, writer: Writer, relation: string): Promise<bigint> {
  const { rows } = await target.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM ONLY ${relation}
      WHERE xmin = ANY (ARRAY(SELECT xid::xid FROM godwit.receipt, pg_catalog.unnest(xids) xid
                               WHERE migration = $1 AND relation = $2 AND kind = 'chunk'))`,
    [writer.migrationId, relation],
  )
  return BigInt(rows[0]?.rows ?? '-1')
}

/** Those of some relations whose rows a crash of the server takes along, while the receipts stay. */
export async function unloggedRelations(target: pg.ClientBase, relations: readonly string[]): Promise<Set<string>> {
  const { rows } = await target.query<{ relation: string }>(
    `SELECT relation FROM pg_catalog.unnest($1::text[]) relation
       JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(relation) WHERE c.relpersistence = 'u'`,
    [relations],
  )
  return new Set(rows.map((row) => row.relation))
}

/** Whether a foreign key of another table points to this one: TRUNCATE refuses it then. */
export async function isReferenced(target: pg.ClientBase, relation: string): Promise<boolean> {
  const { rows } = await target.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint
                     WHERE contype = 'f' AND confrelid = $1::regclass AND conrelid <> confrelid) AS found`,
    [relation],
  )
  return rows[0]?.found !== false
}

interface Hindrance {
  identity: string
  sql: string
}

const hindrancesSql = `
  SELECT 'foreign-key' AS kind, c.conname::text AS name, n.nspname::text AS schema, r.relname::text AS table
    FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
   WHERE c.contype = 'f' AND c.conparentid = 0
  UNION ALL
  SELECT 'trigger', t.tgname::text, n.nspname::text, r.relname::text
    FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class r ON r.oid = t.tgrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
   WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND r.relkind <> 'v'`

/**
 * Forgets steps that only follow the rows, and, where rows are to be `copied` again, drops the foreign keys and triggers that steps of
 * this migration made, with those steps' receipts: they would refuse or change these rows. In one transaction under the fence. Answers
 * the steps' identities: they are to be done again.
 */
export async function dropHindrances(
  target: pg.ClientBase,
  writer: Writer,
  { copied }: { copied: boolean },
): Promise<string[]> {
  return writeFenced(target, writer, async () => {
    const { rows } = await target.query<{ kind: string; name: string; schema: string; table: string }>(hindrancesSql)
    const { rows: receipts } = await target.query<{ relation: string }>(
      `SELECT DISTINCT relation FROM godwit.receipt WHERE migration = $1 AND ${ofKind('step')}`,
      [writer.migrationId],
    )
    const made = new Set(receipts.map((row) => row.relation))
    const hindrances = copied ? rows.map(toHindrance).filter(({ identity }) => made.has(identity)) : []
    for (const { sql } of hindrances) await target.query(sql)
    const { rows: forgotten } = await target.query<{ relation: string }>(
      `DELETE FROM godwit.receipt WHERE migration = $1 AND ${ofKind('step')}
          AND (relation = ANY ($2::text[]) OR relation LIKE 'sequence-value %' OR relation LIKE 'materialized-view-data %'
               OR relation LIKE 'reference-check %')
        RETURNING relation`,
      [writer.migrationId, hindrances.map((h) => h.identity)],
    )
    return forgotten.map((row) => row.relation)
  })
}

function toHindrance(row: { kind: string; name: string; schema: string; table: string }): Hindrance {
  const [name, relation] = [quoteIdent(row.name), qualified(row.schema, row.table)]
  const sql =
    row.kind === 'trigger' ? `DROP TRIGGER ${name} ON ${relation}` : `ALTER TABLE ${relation} DROP CONSTRAINT ${name}`
  return { identity: `${row.kind} ${name} on ${relation}`, sql }
}

/** Whether a table holds any row of its own. */
export async function holdsRows(target: pg.ClientBase, table: TableRef): Promise<boolean> {
  const { rows } = await target.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM ONLY ${qualified(table.schema, table.name)}) AS found`,
  )
  return rows[0]?.found !== false
}
