import type pg from 'pg'
import type { CatalogServer } from '@/domain/catalog/catalog'

/** What the server says of itself and of the session's database. */
export const readServer = async (client: pg.ClientBase): Promise<CatalogServer> => {
  const { rows } = await client.query<Omit<CatalogServer, 'systemIdentifier'> & { mayIdentify: boolean }>(
    `SELECT current_setting('server_version_num')::int4 AS "versionNum", current_setting('server_version') AS "versionText",
            d.datname::text AS database, pg_encoding_to_char(d.encoding)::text AS encoding, d.datcollate::text AS collate,
            d.datctype::text AS ctype, pg_is_in_recovery() AS "isReplica",
            has_function_privilege('pg_control_system()', 'EXECUTE') AS "mayIdentify"
       FROM pg_database d WHERE d.datname = current_database()`,
  )
  const [row] = rows
  if (!row) throw new Error('the database does not find itself in pg_database')
  const { mayIdentify, ...server } = row
  if (!mayIdentify) return { ...server, systemIdentifier: null }
  const control = await client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()')
  return { ...server, systemIdentifier: control.rows[0]?.id ?? null }
}
