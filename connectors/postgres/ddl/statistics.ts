import { qualified } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type Draft, draft, refOf } from './draft'

interface Row {
  oid: number
  nsp: number
  relation: number
  relkind: string
  schema: string
  name: string
  tableSchema: string
  tableName: string
  definition: string
  target: number
}

/** Extended statistics as they are defined; what they hold comes with ANALYZE. */
export const readStatistics = async ({ query, userSchema, notFromExtension }: CatalogReader): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT s.oid, n.oid AS nsp, c.oid AS relation, c.relkind::text AS relkind, n.nspname::text AS schema,
            s.stxname::text AS name, cn.nspname::text AS "tableSchema", c.relname::text AS "tableName",
            pg_get_statisticsobjdef(s.oid) AS definition, coalesce(s.stxstattarget, -1)::int4 AS target
       FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
            JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
      WHERE ${userSchema('n')} AND ${notFromExtension('pg_statistic_ext', 's.oid')}`,
  )
  return rows.map((row) => {
    const { schema, name } = row
    const identity = qualified(schema, name)
    const table = row.relkind === 'm' ? null : { schema: row.tableSchema, name: row.tableName }
    return draft(
      {
        ref: refOf('pg_statistic_ext', row.oid),
        kind: 'statistics',
        identity,
        schema,
        name,
        table,
        phase: 'after',
        needs: [refOf('pg_class', row.relation), refOf('pg_namespace', row.nsp)],
      },
      () => [row.definition, ...(row.target >= 0 ? [`ALTER STATISTICS ${identity} SET STATISTICS ${row.target}`] : [])],
    )
  })
}
