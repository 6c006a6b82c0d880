import type pg from 'pg'
import type { LedgerFacts, TargetFacts, TargetQuestions } from '@/domain/plan/facts'
import type { TableRef } from '@/domain/plan/plan'
import { readConnectionBudget } from './connection-budget'
import { readKnownAnswer } from './known-answer'
import { readLedgerFacts } from './ledger-facts'
import { readLockSlots } from './lock-slots'
import { readSessionRoute } from './session-route'
import { readIdentity } from './source-facts'
import { readTargetTables } from './target-tables'

interface Row {
  role: string
  database: string
  superuser: boolean
  money: string
  bytes: string
  temporary: boolean
  standbys: string
  create: boolean
  event_triggers: string
  publications: string[]
}

/**
 * Answers preflight's questions to a target, with SELECTs alone: planning changes nothing. `isReadOnly` is asked of a session without
 * Godwit's own settings, which would answer for themselves.
 */
export async function readTargetFacts(
  client: pg.ClientBase,
  questions: TargetQuestions,
  isReadOnly: () => Promise<boolean>,
): Promise<TargetFacts> {
  const row = await readServer(client)
  const ledger = await readLedgerFacts(client, questions)
  return {
    role: row.role,
    database: row.database,
    isSuperuser: row.superuser,
    identity: await readIdentity(client),
    connections: await readConnectionBudget(client),
    route: await readSessionRoute(client),
    knownAnswer: await readKnownAnswer(client),
    lockSlots: await readLockSlots(client),
    isReadOnly: await isReadOnly(),
    synchronousStandbys: row.standbys,
    databaseBytes: row.bytes,
    canCreateTemporary: row.temporary,
    canReplicate: row.superuser || (await maySet(client, 'session_replication_role')),
    moneyLocale: row.money,
    canCreateSchemas: row.create,
    schemas: await readSchemas(client, questions.schemas),
    tables: await readTargetTables(client, questions, isReadable(ledger)),
    closedSequences: await readClosedSequences(client),
    ledger,
    extensions: await readExtensions(client, questions.extensions),
    missingCollations: await readMissingCollations(client, questions.collations),
    missingRoles: await readMissingRoles(client, questions.roles),
    eventTriggers: JSON.parse(row.event_triggers) as TargetFacts['eventTriggers'],
    publicationsOfAll: row.publications,
  }
}

const isReadable = ({ exists, isOurs, lacksOnSchema, closedTables }: LedgerFacts) =>
  exists && isOurs && lacksOnSchema.length === 0 && closedTables.length === 0

async function readServer(client: pg.ClientBase): Promise<Row> {
  const { rows } = await client.query<Row>(
    `SELECT r.rolname::text AS role, d.datname::text AS database, r.rolsuper AS superuser,
            current_setting('lc_monetary') AS money, has_database_privilege(d.oid, 'CREATE') AS create,
            has_database_privilege(d.oid, 'TEMPORARY') AS temporary, pg_database_size(d.oid)::text AS bytes,
            current_setting('synchronous_standby_names') AS standbys,
            (SELECT coalesce(json_agg(json_build_object('name', evtname, 'event', evtevent) ORDER BY evtname), '[]')
               FROM pg_event_trigger WHERE evtenabled IN ('O', 'A') AND evtevent <> 'login')::text AS event_triggers,
            ARRAY(SELECT pubname::text FROM pg_publication WHERE puballtables ORDER BY 1) AS publications
       FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server does not know the role or the database of the session.')
  return row
}

/** Rights on single settings are PostgreSQL 15's; before, only a superuser had this one. */
async function maySet(client: pg.ClientBase, setting: string): Promise<boolean> {
  const known = await client.query<{ known: boolean }>(
    `SELECT to_regprocedure('pg_catalog.has_parameter_privilege(text, text)') IS NOT NULL AS known`,
  )
  if (known.rows[0]?.known !== true) return false
  const { rows } = await client.query<{ may: boolean }>(`SELECT has_parameter_privilege($1, 'SET') AS may`, [setting])
  return rows[0]?.may === true
}

async function readSchemas(client: pg.ClientBase, names: readonly string[]): Promise<TargetFacts['schemas']> {
  const { rows } = await client.query<{ name: string; exists: boolean; use: boolean; create: boolean }>(
    `SELECT w.name, n.oid IS NOT NULL AS exists,
            coalesce(has_schema_privilege(n.oid, 'USAGE'), false) AS use,
            coalesce(has_schema_privilege(n.oid, 'CREATE'), false) AS create
       FROM unnest($1::text[]) AS w (name) LEFT JOIN pg_namespace n ON n.nspname = w.name ORDER BY 1`,
    [names],
  )
  return rows.map(({ name, exists, use, create }) => ({ name, exists, canUse: use, canCreate: create }))
}

/** All that cannot be read and set; which of them a plan sets is the plan's to say. */
async function readClosedSequences(client: pg.ClientBase): Promise<TargetFacts['closedSequences']> {
  const { rows } = await client.query<TableRef>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND c.relpersistence <> 't'
        AND NOT (has_sequence_privilege(c.oid, 'SELECT') AND has_sequence_privilege(c.oid, 'UPDATE'))
      ORDER BY 1, 2`,
  )
  return rows
}

async function readExtensions(client: pg.ClientBase, names: readonly string[]): Promise<TargetFacts['extensions']> {
  const { rows } = await client.query<{ name: string; installed: boolean; trusted: boolean }>(
    `SELECT w.name, e.oid IS NOT NULL AS installed, coalesce(v.trusted, false) AS trusted
       FROM unnest($1::text[]) AS w (name)
       LEFT JOIN pg_extension e ON e.extname = w.name
       LEFT JOIN pg_available_extensions a ON a.name = w.name
       LEFT JOIN pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
      WHERE e.oid IS NOT NULL OR a.name IS NOT NULL ORDER BY 1`,
    [names],
  )
  return rows
}

async function readMissingCollations(client: pg.ClientBase, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT w.name FROM unnest($1::text[]) AS w (name), pg_database d
      WHERE d.datname = current_database()
        AND NOT EXISTS (SELECT FROM pg_collation c WHERE c.collname = w.name
                           AND c.collnamespace = 'pg_catalog'::regnamespace AND c.collencoding IN (-1, d.encoding))
      ORDER BY 1`,
    [names],
  )
  return rows.map(({ name }) => name)
}

async function readMissingRoles(client: pg.ClientBase, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT w.name FROM unnest($1::text[]) AS w (name)
      WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = w.name) ORDER BY 1`,
    [names],
  )
  return rows.map(({ name }) => name)
}
