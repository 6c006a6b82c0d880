import type pg from 'pg'
import { quoteIdent } from './identifiers'

/** What a connection is wanted for. `either` passes when it could serve as one of the two. */
export type ProbeRole = 'source' | 'target' | 'either'

export interface PrivilegeFinding {
  ok: boolean
  detail: string
  fix: string | null
}

const some = (names: readonly string[]) =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`

/** Whether the session's role could read the user tables, or make schemas and tables, with the GRANTs that are missing. */
export const probePrivileges = async (client: pg.Client, role: ProbeRole): Promise<PrivilegeFinding> => {
  if (role === 'source') return readable(client)
  if (role === 'target') return writable(client)
  const [asSource, asTarget] = [await readable(client), await writable(client)]
  const ok = asSource.ok || asTarget.ok
  const detail = `As a source: ${asSource.detail} As a target: ${asTarget.detail}`
  return { ok, detail, fix: ok ? null : asSource.fix }
}

interface ReadableRow {
  schema: string
  name: string
  sequence: boolean
  may: boolean
  hidden: boolean
  role: string
}

/** Tables, and sequences too: without their positions the first row added to the target would clash. */
const readable = async (client: pg.Client): Promise<PrivilegeFinding> => {
  const { rows } = await client.query<ReadableRow>(
    `SELECT n.nspname AS schema, c.oid::regclass::text AS name, current_user::text AS role,
            has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may,
            c.relkind = 'S' AS sequence,
            c.relrowsecurity AND row_security_active(c.oid) AS hidden
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM pg_depend d
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'godwit')
      ORDER BY 1, 2`,
  )
  const closed = rows.filter(({ may }) => !may)
  const hidden = rows.filter((row) => row.may && row.hidden)
  if (closed.length > 0) {
    const user = quoteIdent(closed[0]?.role ?? '')
    const grants = [...new Set(closed.map(({ schema }) => quoteIdent(schema)))].map((schema) =>
      [
        `GRANT USAGE ON SCHEMA ${schema} TO ${user};`,
        `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${user};`,
        `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${user};`,
      ].join(' '),
    )
    const names = some(closed.map(({ name }) => name))
    const detail = `${closed.length} of ${rows.length} tables and sequences cannot be read: ${names}.`
    return { ok: false, detail, fix: `Let their owner run: ${grants.join(' ')}` }
  }
  if (hidden.length > 0) {
    return {
      ok: false,
      detail: `Row-level security hides rows of ${some(hidden.map(({ name }) => name))} from this user.`,
      fix: "Use the tables' owner, or a role with BYPASSRLS.",
    }
  }
  return { ok: true, detail: `${rows.filter(({ sequence }) => !sequence).length} tables can be read.`, fix: null }
}

const writable = async (client: pg.Client): Promise<PrivilegeFinding> => {
  const { rows } = await client.query<{
    database: string
    role: string
    create: boolean
    closed: string[]
    recovery: boolean
  }>(
    `SELECT current_database()::text AS database, current_user::text AS role, pg_is_in_recovery() AS recovery,
            has_database_privilege(current_database(), 'CREATE') AS create,
            ARRAY(SELECT n.nspname::text FROM pg_namespace n
                   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
                                        AND d.objid = n.oid AND d.deptype = 'e')
                     AND NOT (has_schema_privilege(n.oid, 'CREATE') AND has_schema_privilege(n.oid, 'USAGE'))
                   ORDER BY 1) AS closed`,
  )
  const found = rows[0]
  if (!found) throw new Error('the privilege query answered no row')
  const [user, database] = [quoteIdent(found.role), quoteIdent(found.database)]
  if (found.recovery) {
    return {
      ok: false,
      detail: 'The server is a standby and takes no writes.',
      fix: 'Name the primary server instead.',
    }
  }
  if (!found.create) {
    const fix = `Let the database's owner run: GRANT CREATE ON DATABASE ${database} TO ${user};`
    return { ok: false, detail: `${user} may not create schemas in ${database}.`, fix }
  }
  if (found.closed.length > 0) {
    const grants = found.closed.map((schema) => `GRANT USAGE, CREATE ON SCHEMA ${quoteIdent(schema)} TO ${user};`)
    const detail = `${user} may not create tables in the schema ${some(found.closed)}.`
    // Nearly every migration needs public; whether it needs another schema, its plan will say.
    return { ok: !found.closed.includes('public'), detail, fix: `Let its owner run: ${grants.join(' ')}` }
  }
  return { ok: true, detail: `Schemas and tables can be created in ${database}.`, fix: null }
}
