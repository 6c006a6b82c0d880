import { qualified, quoteIdent } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type ColumnRow, storageOptions } from './column'
import { type Draft, draft, type Ref, refOf } from './draft'
import { onlySince } from './newer'
import { stableForm } from './stable-form'

interface Row {
  oid: number
  nsp: number
  schema: string
  name: string
  materialized: boolean
  populated: boolean
  definition: string
  options: string[]
  accessMethod: string | null
}

/** Where the rows of a materialized view are computed, apart from its making. */
export const refreshRefOf = (oid: number): Ref => `refresh:${oid}`

/** Views and materialized views; the latter are made empty and filled by an object of their own. */
export const readViews = async (
  { query, userSchema, notFromExtension }: CatalogReader,
  columns: ReadonlyMap<number, ColumnRow[]>,
): Promise<Draft[]> => {
  const rows = await query<Row>(
    `SELECT c.oid, n.oid AS nsp, n.nspname::text AS schema, c.relname::text AS name, c.relkind = 'm' AS materialized,
            c.relispopulated AS populated, pg_get_viewdef(c.oid) AS definition,
            coalesce(c.reloptions, '{}')::text[] AS options,
            CASE WHEN am.amname <> 'heap' THEN am.amname::text END AS "accessMethod"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
      WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
        AND ${userSchema('n')} AND ${notFromExtension('pg_class', 'c.oid')}`,
  )
  return rows.flatMap((row) => {
    const own = columns.get(row.oid) ?? []
    return row.materialized ? materializedView(row, own) : [view(row, own), ...columnDefaults(row, own)]
  })
}

const options = (row: Row) => (row.options.length > 0 ? ` WITH (${storageOptions(row.options).join(', ')})` : '')
const query = ({ definition }: Row) => stableForm(definition.trim().replace(/;$/, ''))

const view = (row: Row, columns: ColumnRow[]): Draft => {
  const { schema, name } = row
  const identity = qualified(schema, name)
  const ref = refOf('pg_class', row.oid)
  const nulls = columns.map(
    (column) =>
      `NULL::${column.type}${column.collation ? ` COLLATE ${column.collation}` : ''} AS ${quoteIdent(column.name)}`,
  )
  return draft(
    {
      ref,
      kind: 'view',
      identity,
      schema,
      name,
      phase: 'after',
      needs: [refOf('pg_namespace', row.nsp)],
      alsoKnownAs: columns.flatMap(({ defaultOid }) => (defaultOid ? [refOf('pg_attrdef', defaultOid)] : [])),
      newer: row.options.some((option) => option.startsWith('security_invoker='))
        ? [onlySince(15, 'security_invoker')]
        : [],
      outline: {
        sql: `CREATE VIEW ${identity} AS SELECT ${nulls.join(', ')}`,
        needs: [refOf('pg_namespace', row.nsp), ...columns.map(({ typeOid }) => refOf('pg_type', typeOid))],
      },
    },
    (apart) => [`CREATE ${apart.has(ref) ? 'OR REPLACE ' : ''}VIEW ${identity}${options(row)} AS\n${query(row)}`],
  )
}

/** Defaults that an updatable view has of its own. */
const columnDefaults = ({ oid, schema, name }: Row, columns: ColumnRow[]): Draft[] =>
  columns
    .filter((column) => column.default !== null)
    .map((column) => {
      const place = `${qualified(schema, name)}.${quoteIdent(column.name)}`
      return draft(
        {
          ref: `view-default:${column.defaultOid}`,
          kind: 'default',
          identity: place,
          schema,
          name: column.name,
          phase: 'after',
          needs: [refOf('pg_class', oid)],
        },
        () => [
          `ALTER VIEW ${qualified(schema, name)} ALTER COLUMN ${quoteIdent(column.name)} SET DEFAULT ${column.default}`,
        ],
      )
    })

const materializedView = (row: Row, columns: ColumnRow[]): Draft[] => {
  const { schema, name } = row
  const identity = qualified(schema, name)
  const ref = refOf('pg_class', row.oid)
  const method = row.accessMethod ? ` USING ${quoteIdent(row.accessMethod)}` : ''
  const given = { identity, schema, name, phase: 'after' } as const
  const made = draft({ ...given, ref, kind: 'materialized-view', needs: [refOf('pg_namespace', row.nsp)] }, () => [
    `CREATE MATERIALIZED VIEW ${identity}${method}${options(row)} AS\n${query(row)}\nWITH NO DATA`,
    ...columns
      .filter(({ statistics }) => statistics >= 0)
      .map(
        (column) =>
          `ALTER MATERIALIZED VIEW ${identity} ALTER COLUMN ${quoteIdent(column.name)} SET STATISTICS ${column.statistics}`,
      ),
  ])
  if (!row.populated) return [made]
  const filled = draft({ ...given, ref: refreshRefOf(row.oid), kind: 'materialized-view-data', needs: [ref] }, () => [
    `REFRESH MATERIALIZED VIEW ${identity}`,
  ])
  return [made, filled]
}
