import { quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  identity: string
  options: string[]
}

const spelled = (column: string) => `'OPERATOR(' || (SELECT format('%I.%s', m.nspname, q.oprname)
  FROM pg_operator q JOIN pg_namespace m ON m.oid = q.oprnamespace WHERE q.oid = o.${column}) || ')'`

/** Operators. A commutator or negator that is not there yet is made as a shell by the server and filled in later. */
export const readOperators = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT o.oid, n.oid AS nsp, n.nspname::text AS schema, o.oprname::text AS name, o.oid::regoperator::text AS identity,
            array_remove(ARRAY['function = ' || o.oprcode::text,
              'leftarg = ' || format_type(nullif(o.oprleft, 0), NULL), 'rightarg = ' || format_type(o.oprright, NULL),
              'commutator = ' || ${spelled('oprcom')}, 'negator = ' || ${spelled('oprnegate')},
              'restrict = ' || nullif(o.oprrest, 0)::regproc::text, 'join = ' || nullif(o.oprjoin, 0)::regproc::text,
              CASE WHEN o.oprcanhash THEN 'hashes' END, CASE WHEN o.oprcanmerge THEN 'merges' END], NULL) AS options
       FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
      WHERE o.oprcode <> 0 AND ${userSchema('n')} AND ${notFromExtension('pg_operator', 'o.oid')}`,
  )
  return rows.map(({ oid, nsp, schema, name, identity, options }) => {
    const needs = [refOf('pg_namespace', nsp)]
    return draft(
      { ref: refOf('pg_operator', oid), kind: 'operator', identity, schema, name, phase: 'before', needs },
      () => [`CREATE OPERATOR ${quoteIdent(schema)}.${name} (${options.join(', ')})`],
    )
  })
}
