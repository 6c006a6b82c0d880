import type pg from 'pg'
import type { TargetQuestions, TargetTableFacts } from '@/domain/plan/facts'
import type { TableRef } from '@/domain/plan/plan'
import { qualified, quoteIdent } from '../identifiers'
import { ledgerSchema } from '../ledger'
import { namesOf } from './source-facts'

/** Counting stops here: that a table is not empty is what matters. */
const countUpTo = 100_000

interface Row {
  schema: string
  name: string
  kind: string
  enters: boolean
  can_select: boolean
  can_insert: boolean
  can_delete: boolean
  can_reference: boolean
  can_update: boolean
  can_truncate: boolean
  referenced_by: string
  hides: boolean
}

/** Tables of the target that bear a chosen name: the role's rights on them, and rows that are not this migration's. */
export async function readTargetTables(
  client: pg.ClientBase,
  { migrationId, tables }: Pick<TargetQuestions, 'migrationId' | 'tables'>,
  hasLedger: boolean,
): Promise<TargetTableFacts[]> {
  const { rows } = await client.query<Row>(
    `SELECT t.schema, t.name, c.relkind::text AS kind, has_schema_privilege(n.oid, 'USAGE') AS enters,
            has_table_privilege(c.oid, 'SELECT') AS can_select, has_table_privilege(c.oid, 'INSERT') AS can_insert,
            has_table_privilege(c.oid, 'DELETE') AS can_delete, has_table_privilege(c.oid, 'REFERENCES') AS can_reference,
            has_table_privilege(c.oid, 'UPDATE') AS can_update, has_table_privilege(c.oid, 'TRUNCATE') AS can_truncate,
            (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('schema', rn.nspname, 'name', r.relname)), '[]')::text
               FROM pg_constraint f JOIN pg_class r ON r.oid = f.conrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
              WHERE f.contype = 'f' AND f.confrelid = c.oid AND f.conrelid <> c.oid) AS referenced_by,
            c.relrowsecurity AND row_security_active(c.oid) AS hides
       FROM unnest($1::text[], $2::text[]) AS t (schema, name)
       JOIN pg_namespace n ON n.nspname = t.schema
       JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.name AND c.relkind IN ('r', 'p')
      ORDER BY 1, 2`,
    namesOf(tables),
  )
  const facts: TargetTableFacts[] = []
  for (const row of rows) {
    const table = { schema: row.schema, name: row.name }
    const countable = row.kind === 'r' && row.enters && row.can_select && !row.hides
    facts.push({
      table,
      canSelect: row.can_select,
      canInsert: row.can_insert,
      canDelete: row.can_delete,
      canReference: row.can_reference,
      canUpdate: row.can_update,
      canTruncate: row.can_truncate,
      referencedBy: JSON.parse(row.referenced_by) as TableRef[],
      hidesRows: row.hides,
      rows: countable ? await countRows(client, table, hasLedger ? migrationId : null) : null,
    })
  }
  return facts
}

/**
 * Counts the rows that are in the way: those that no receipt of the migration accounts for. Its own rows, of an earlier
 * run that failed, are taken out by the next one; a row of ours that somebody changed since bears another xmin.
 */
async function countRows(
  client: pg.ClientBase,
  { schema, name }: TableRef,
  migrationId: string | null,
): Promise<{ found: number; isAll: boolean }> {
  const relation = qualified(schema, name)
  const own = `SELECT xid(x) AS xid FROM ${quoteIdent(ledgerSchema)}.receipt r, unnest(r.xids) x
                WHERE r.migration = $1 AND r.relation = $2 AND split_part(r.kind, '@', 1) = 'chunk'`
  const [others, values] =
    migrationId === null
      ? ['', []]
      : [`WHERE NOT EXISTS (SELECT FROM (${own}) own WHERE own.xid = t.xmin)`, [migrationId, relation]]
  const { rows } = await client.query<{ found: number }>(
    `SELECT count(*)::int AS found FROM (SELECT FROM ONLY ${relation} t ${others} LIMIT ${countUpTo + 1}) in_the_way`,
    values,
  )
  const found = rows[0]?.found ?? 0
  return { found: Math.min(found, countUpTo), isAll: found <= countUpTo }
}
