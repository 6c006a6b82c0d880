import type pg from 'pg'
import type { DatabaseIdentity, SourceFacts } from '@/domain/plan/facts'
import type { TableRef } from '@/domain/plan/plan'
import { readConnectionBudget } from './connection-budget'
import { readKnownAnswer } from './known-answer'
import { readLockSlots } from './lock-slots'
import { readSessionRoute } from './session-route'
import { readSnapshotLife } from './snapshot-life'

/** Names as two arrays, for `unnest($1::text[], $2::text[])`. */
export const namesOf = (tables: readonly TableRef[]): [string[], string[]] => [
  tables.map(({ schema }) => schema),
  tables.map(({ name }) => name),
]

/** What a database is known by, whatever its address. */
export async function readIdentity(client: pg.ClientBase): Promise<DatabaseIdentity> {
  const { rows } = await client.query<DatabaseIdentity>(
    `SELECT oid::text AS "databaseOid", pg_postmaster_start_time()::text AS "serverStartedAt"
       FROM pg_database WHERE datname = current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server does not know the database of the session.')
  return row
}

/** Answers preflight's questions to a source, with SELECTs alone. */
export async function readSourceFacts(client: pg.ClientBase, tables: readonly TableRef[]): Promise<SourceFacts> {
  const { rows } = await client.query<Pick<SourceFacts, 'role' | 'moneyLocale'>>(
    `SELECT current_user::text AS role, current_setting('lc_monetary') AS "moneyLocale"`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server answered nothing about its settings.')
  return {
    role: row.role,
    moneyLocale: row.moneyLocale,
    lockSlots: await readLockSlots(client),
    route: await readSessionRoute(client),
    knownAnswer: await readKnownAnswer(client),
    ...(await readSnapshotLife(client)),
    identity: await readIdentity(client),
    connections: await readConnectionBudget(client),
    closedSchemas: await readClosedSchemas(client, tables),
    tables: await readTables(client, tables),
    closedSequences: await readClosedSequences(client),
  }
}

async function readClosedSchemas(client: pg.ClientBase, tables: readonly TableRef[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname::text AS name FROM pg_namespace
      WHERE nspname = ANY ($1::text[]) AND NOT has_schema_privilege(oid, 'USAGE') ORDER BY 1`,
    [[...new Set(tables.map(({ schema }) => schema))]],
  )
  return rows.map(({ name }) => name)
}

async function readTables(client: pg.ClientBase, tables: readonly TableRef[]): Promise<SourceFacts['tables']> {
  const { rows } = await client.query<{ schema: string; name: string; may: boolean; hides: boolean }>(
    `SELECT t.schema, t.name, has_table_privilege(c.oid, 'SELECT') AS may,
            c.relrowsecurity AND row_security_active(c.oid) AS hides
       FROM unnest($1::text[], $2::text[]) AS t (schema, name)
       JOIN pg_namespace n ON n.nspname = t.schema
       JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
      ORDER BY 1, 2`,
    namesOf(tables),
  )
  return rows.map(({ schema, name, may, hides }) => ({ table: { schema, name }, canSelect: may, hidesRows: hides }))
}

/** All that cannot be read; which of them a plan needs is the plan's to say. */
async function readClosedSequences(client: pg.ClientBase): Promise<TableRef[]> {
  const { rows } = await client.query<TableRef>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relpersistence <> 't' AND CASE WHEN c.relkind = 'S' THEN NOT has_sequence_privilege(c.oid, 'SELECT') END
      ORDER BY 1, 2`,
  )
  return rows
}
