import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, type Ref, refOf } from './draft'
import { stableForm } from './stable-form'
import type { Relations } from './table-source'

interface Row {
  oid: number
  relation: number
  schema: string
  table: string
  name: string
  permissive: boolean
  command: string
  roles: string[]
  using: string | null
  check: string | null
}

const commands = new Map([
  ['r', 'SELECT'],
  ['a', 'INSERT'],
  ['w', 'UPDATE'],
  ['d', 'DELETE'],
])

/** Policies. Roles belong to the server and are not carried, so each policy names those it cannot do without. */
export const readPolicies = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT p.oid, c.oid AS relation, n.nspname::text AS schema, c.relname::text AS table, p.polname::text AS name,
            p.polpermissive AS permissive, p.polcmd::text AS command, pg_get_expr(p.polqual, p.polrelid) AS using,
            pg_get_expr(p.polwithcheck, p.polrelid) AS check,
            ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY 1) AS roles
       FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}`,
  )
  return rows.map((row) => {
    const relation = qualified(row.schema, row.table)
    const words = [
      `CREATE POLICY ${quoteIdent(row.name)} ON ${relation}`,
      ...(row.permissive ? [] : ['AS RESTRICTIVE']),
      ...(commands.has(row.command) ? [`FOR ${commands.get(row.command)}`] : []),
      ...(row.roles.length > 0 ? [`TO ${row.roles.map(quoteIdent).join(', ')}`] : []),
      ...(row.using === null ? [] : [`USING (${stableForm(row.using)})`]),
      ...(row.check === null ? [] : [`WITH CHECK (${stableForm(row.check)})`]),
    ]
    return draft(
      {
        ref: refOf('pg_policy', row.oid),
        kind: 'policy',
        identity: `${quoteIdent(row.name)} on ${relation}`,
        schema: row.schema,
        name: row.name,
        table: { schema: row.schema, name: row.table },
        phase: 'after',
        needs: [refOf('pg_class', row.relation)],
        roles: row.roles,
      },
      () => [words.join(' ')],
    )
  })
}

/** The switch for row-level security, turned last: from then on even a table's owner may see fewer rows. */
export const rowSecurityDrafts = ({ tables }: Relations, policies: readonly Draft[]): Draft[] =>
  tables
    .filter(({ row }) => row.rowSecurity || row.forced)
    .map(({ row, relation, relationName }) => {
      const ref = refOf('pg_class', row.oid)
      const own: Ref[] = policies.filter(({ needs }) => needs.includes(ref)).map((policy) => policy.ref)
      return draft(
        {
          ref: `row-security:${row.oid}`,
          kind: 'row-security',
          identity: relation,
          schema: row.schema,
          name: row.name,
          table: relationName,
          phase: 'after',
          needs: [ref, ...own],
        },
        () => [
          ...(row.rowSecurity ? [`ALTER TABLE ONLY ${relation} ENABLE ROW LEVEL SECURITY`] : []),
          ...(row.forced ? [`ALTER TABLE ONLY ${relation} FORCE ROW LEVEL SECURITY`] : []),
        ],
      )
    })
