import type pg from 'pg'
import type { ConnectionBudget } from '@/domain/plan/facts'

interface Row {
  max: number
  reserved: number
  used: number
  role_limit: number
  role_used: number
  database_limit: number
  database_used: number
}

/**
 * How many sessions the server still takes from this role. Counted by `numbackends`, which every role may see: a few
 * background workers are in it, so that the answer errs to the careful side. Superusers know no limit but the server's.
 */
export async function readConnectionBudget(client: pg.ClientBase): Promise<ConnectionBudget> {
  const { rows } = await client.query<Row>(
    `SELECT current_setting('max_connections')::int AS max,
            CASE WHEN r.rolsuper THEN 0
                 ELSE current_setting('superuser_reserved_connections')::int
                    + coalesce(current_setting('reserved_connections', true)::int, 0) END AS reserved,
            (SELECT sum(numbackends)::int FROM pg_stat_database) AS used,
            CASE WHEN r.rolsuper THEN -1 ELSE r.rolconnlimit END AS role_limit,
            (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = r.oid) AS role_used,
            CASE WHEN r.rolsuper THEN -1 ELSE d.datconnlimit END AS database_limit,
            (SELECT numbackends FROM pg_stat_database WHERE datid = d.oid) AS database_used
       FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server does not know the role or the database of the session.')
  const { max, reserved, used } = row
  const limited = (limit: number, usedOfIt: number) => (limit < 0 ? null : { limit, used: usedOfIt })
  return {
    max,
    reserved,
    used,
    role: limited(row.role_limit, row.role_used),
    database: limited(row.database_limit, row.database_used),
  }
}
