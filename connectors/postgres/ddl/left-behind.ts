import type { CatalogObjectKind } from '@/domain/catalog/catalog-object'
import type { CatalogReader } from './catalog-reader'
import { type Draft, notCarried } from './draft'
import type { Relations } from './table-source'

/** How many names a reason lists before it counts. */
const listed = 10

const list = (names: readonly string[]) =>
  names.length <= listed ? names.join(', ') : `${names.slice(0, listed).join(', ')} and ${names.length - listed} more`

/** A whole sort of things in one line, since one line for each would bury the rest. */
const summary = (kind: CatalogObjectKind, name: string, reason: string): Draft =>
  notCarried({ ref: `summary:${kind}:${name}`, kind, identity: name, name }, reason)

interface Counted {
  what: string
  names: string[]
}

/**
 * What lies beside the objects and stays behind as well: large objects, privileges, owners, labels, settings,
 * tablespaces, rows of extensions' tables.
 */
export const readLeftBehind = async (reader: CatalogReader, relations: Relations): Promise<Draft[]> => [
  ...(await largeObjects(reader)),
  ...(await privileges(reader)),
  ...(await defaultPrivileges(reader)),
  ...(await owners(reader)),
  ...(await userMappings(reader)),
  ...(await securityLabels(reader)),
  ...(await databaseSettings(reader)),
  ...(await extensionTables(reader)),
  ...tablespaces(relations),
  ...(await switchedOffChecks(reader)),
]

const largeObjects = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ count: string }>('SELECT count(*)::text AS count FROM pg_largeobject_metadata')
  if (!row || row.count === '0') return []
  const reason = `${row.count} large objects stay in the source; columns of type oid or lo that point to them will dangle.`
  return [summary('large-object', 'large objects', reason)]
}

/** Grants beyond what initdb and extensions made, by the sort of thing they are on. */
const privileges = async ({ query, userSchema }: CatalogReader): Promise<Draft[]> => {
  const initial = (catalog: string, oid: string) =>
    `(SELECT i.initprivs FROM pg_init_privs i
       WHERE i.classoid = '${catalog}'::regclass AND i.objoid = ${oid} AND i.objsubid = 0)`
  const rows = await query<Counted>(
    `SELECT what, array_agg(name ORDER BY name) AS names FROM (
       SELECT 'relations' AS what, c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relacl IS DISTINCT FROM ${initial('pg_class', 'c.oid')} AND ${userSchema('n')}
       UNION SELECT 'columns', c.oid::regclass || '.' || quote_ident(a.attname) FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE a.attacl IS NOT NULL AND ${userSchema('n')}
       UNION SELECT 'functions', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE p.proacl IS DISTINCT FROM ${initial('pg_proc', 'p.oid')} AND ${userSchema('n')}
       UNION SELECT 'types', t.oid::regtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
              WHERE t.typacl IS DISTINCT FROM ${initial('pg_type', 't.oid')} AND ${userSchema('n')}
       UNION SELECT 'schemas', quote_ident(n.nspname) FROM pg_namespace n
              WHERE n.nspacl IS DISTINCT FROM ${initial('pg_namespace', 'n.oid')} AND ${userSchema('n')}
       UNION SELECT 'the database', quote_ident(d.datname) FROM pg_database d
              WHERE d.datname = current_database() AND d.datacl IS NOT NULL
     ) granted GROUP BY what ORDER BY what`,
  )
  return rows.map(({ what, names }) => {
    const reason = `Roles belong to the server and are not carried, nor are their grants. Granted here on: ${list(names)}.`
    return summary('privileges', `privileges on ${what}`, reason)
  })
}

const defaultPrivileges = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ names: string[] | null }>(
    `SELECT array_agg(DISTINCT r.rolname::text) AS names FROM pg_default_acl d JOIN pg_roles r ON r.oid = d.defaclrole`,
  )
  if (!row?.names) return []
  return [
    summary('default-privileges', 'default privileges', `Set for the roles ${list(row.names)}; roles are not carried.`),
  ]
}

const owners = async ({ query, userSchema }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ names: string[] | null }>(
    `SELECT array_agg(DISTINCT r.rolname::text) AS names FROM (
       SELECT c.relowner AS owner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${userSchema('n')}
       UNION SELECT p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${userSchema('n')}
       UNION SELECT t.typowner FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${userSchema('n')}
     ) o JOIN pg_roles r ON r.oid = o.owner`,
  )
  if (!row?.names) return []
  const reason = `Everything made in the target is owned by the role that Godwit signs in with. Owners here: ${list(row.names)}.`
  return [summary('ownership', 'owners', reason)]
}

const userMappings = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ names: string[] | null }>(
    "SELECT array_agg(format('%s on %s', m.usename, m.srvname) ORDER BY 1) AS names FROM pg_user_mappings m",
  )
  if (!row?.names) return []
  return [summary('user-mapping', 'user mappings', `They hold credentials of other servers: ${list(row.names)}.`)]
}

const securityLabels = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ count: string }>('SELECT count(*)::text AS count FROM pg_seclabel')
  if (!row || row.count === '0') return []
  return [summary('security-label', 'security labels', `${row.count} labels need their label provider in the target.`)]
}

const databaseSettings = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<{ settings: string[]; role: string | null; comment: string | null }>(
    `SELECT coalesce(s.setconfig, '{}')::text[] AS settings, r.rolname::text AS role,
            shobj_description(d.oid, 'pg_database') AS comment
       FROM pg_database d LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid LEFT JOIN pg_roles r ON r.oid = s.setrole
      WHERE d.datname = current_database()`,
  )
  // Names only: a setting's value may be a secret.
  const names = rows.flatMap(({ settings, role }) =>
    settings.map((setting) => `${setting.split('=')[0]}${role === null ? '' : ` for ${role}`}`),
  )
  return [
    ...(names.length > 0
      ? [summary('database-setting', 'settings', `Set for this database only: ${list(names)}.`)]
      : []),
    ...(rows[0]?.comment ? [summary('database-setting', 'comment', "The database's own comment stays with it.")] : []),
  ]
}

const extensionTables = async ({ query }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Counted>(
    `SELECT e.extname::text AS what, ARRAY(SELECT c.oid::regclass::text FROM pg_class c
                                            WHERE c.oid = ANY (e.extconfig) ORDER BY 1) AS names
       FROM pg_extension e WHERE e.extconfig IS NOT NULL`,
  )
  return rows.map(({ what, names }) => {
    const reason = `Rows that were added to ${list(names)} stay behind: CREATE EXTENSION makes these tables and fills them.`
    return summary('extension', `data of ${what}`, reason)
  })
}

const tablespaces = ({ tables }: Relations): Draft[] => {
  const placed = tables.filter(({ row }) => row.tablespace !== null)
  return [...new Set(placed.map(({ row }) => row.tablespace ?? ''))].sort().map((name) => {
    const names = placed.filter(({ row }) => row.tablespace === name).map(({ relation }) => relation)
    return summary('tablespace', name, `In the target these go to its default tablespace: ${list(names)}.`)
  })
}

/** ALTER TABLE … DISABLE TRIGGER ALL switches off the checks of foreign keys as well; in the target they are on. */
const switchedOffChecks = async ({ query, userSchema }: CatalogReader): Promise<Draft[]> => {
  const [row] = await query<{ names: string[] | null }>(
    `SELECT array_agg(DISTINCT c.oid::regclass::text) AS names
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.tgisinternal AND t.tgenabled = 'D' AND ${userSchema('n')}`,
  )
  if (!row?.names) return []
  return [summary('trigger', 'foreign-key checks that are off', `They will be on in the target: ${list(row.names)}.`)]
}
