import { qualified, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  identity: string
  arguments: string
  kind: string
  options: string[]
  parallel: string
  initial: string | null
  movingInitial: string | null
}

/** Each option of CREATE AGGREGATE as SQL that gives its text, or NULL where the default holds. */
const options = [
  "'sfunc = ' || a.aggtransfn::text",
  "'stype = ' || format_type(a.aggtranstype, NULL)",
  "'sspace = ' || nullif(a.aggtransspace, 0)",
  "'finalfunc = ' || nullif(a.aggfinalfn, 0)::regproc::text",
  "CASE WHEN a.aggfinalextra THEN 'finalfunc_extra' END",
  "CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc_modify = ' || modify(a.aggfinalmodify) END",
  "'combinefunc = ' || nullif(a.aggcombinefn, 0)::regproc::text",
  "'serialfunc = ' || nullif(a.aggserialfn, 0)::regproc::text",
  "'deserialfunc = ' || nullif(a.aggdeserialfn, 0)::regproc::text",
  "'msfunc = ' || nullif(a.aggmtransfn, 0)::regproc::text",
  "'minvfunc = ' || nullif(a.aggminvtransfn, 0)::regproc::text",
  "'mstype = ' || format_type(nullif(a.aggmtranstype, 0), NULL)",
  "'msspace = ' || nullif(a.aggmtransspace, 0)",
  "'mfinalfunc = ' || nullif(a.aggmfinalfn, 0)::regproc::text",
  "CASE WHEN a.aggmfinalextra THEN 'mfinalfunc_extra' END",
  "CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc_modify = ' || modify(a.aggmfinalmodify) END",
  "'sortop = OPERATOR(' || (SELECT format('%I.%s', n.nspname, o.oprname) FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop) || ')'",
].map((option) =>
  option.replace(
    /modify\((.*?)\)/,
    "CASE $1 WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END",
  ),
)

export const readAggregates = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT p.oid, n.oid AS nsp, n.nspname::text AS schema, p.proname::text AS name, p.oid::regprocedure::text AS identity,
            pg_get_function_arguments(p.oid) AS arguments, a.aggkind::text AS kind, p.proparallel::text AS parallel,
            array_remove(ARRAY[${options.join(', ')}], NULL) AS options,
            a.agginitval AS initial, a.aggminitval AS "movingInitial"
       FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_proc', 'p.oid')}`,
  )
  return rows.map((row) => {
    const { oid, nsp, schema, name, identity } = row
    const all = [
      ...row.options,
      ...(row.initial === null ? [] : [`initcond = ${quoteLiteral(row.initial)}`]),
      ...(row.movingInitial === null ? [] : [`minitcond = ${quoteLiteral(row.movingInitial)}`]),
      ...(row.kind === 'h' ? ['hypothetical'] : []),
      ...(row.parallel === 's' ? ['parallel = safe'] : row.parallel === 'r' ? ['parallel = restricted'] : []),
    ]
    return draft(
      {
        ref: refOf('pg_proc', oid),
        kind: 'aggregate',
        identity,
        schema,
        name,
        phase: 'before',
        needs: [refOf('pg_namespace', nsp)],
      },
      () => [`CREATE AGGREGATE ${qualified(schema, name)}(${row.arguments || '*'}) (${all.join(', ')})`],
    )
  })
}
