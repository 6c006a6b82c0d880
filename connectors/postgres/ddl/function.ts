import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, notCarried, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  identity: string
  language: string
  definition: string
}

/** Functions and procedures. What a range type brings along is the range's; compiled code stays where it is. */
export const readFunctions = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT p.oid, n.oid AS nsp, n.nspname::text AS schema, p.proname::text AS name, p.oid::regprocedure::text AS identity,
            l.lanname::text AS language, pg_get_functiondef(p.oid) AS definition
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
      WHERE p.prokind IN ('f', 'p', 'w') AND ${userSchema('n')} AND ${notFromExtension('pg_proc', 'p.oid')}
        AND NOT EXISTS (SELECT FROM pg_depend i
                         WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`,
  )
  return rows.map(({ oid, nsp, schema, name, identity, language, definition }) => {
    const given = { ref: refOf('pg_proc', oid), kind: 'function', identity, schema, name } as const
    if (language === 'c') return notCarried(given, 'It is compiled code, which the target needs a library for.')
    return draft({ ...given, phase: 'before', needs: [refOf('pg_namespace', nsp)] }, () => [definition.trimEnd()])
  })
}
