import type pg from 'pg'
import { quoteLiteral } from '../identifiers'
import { ChangedWhileReading } from '../introspect-errors'

/** Reads system catalogs inside one transaction with an empty search_path. */
export interface CatalogReader {
  /** `server_version_num`, for columns that came later. */
  versionNum: number
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>
  /** An SQL condition: the schema behind this alias of pg_namespace is neither the system's nor Godwit's ledger. */
  userSchema(namespaceAlias: string): string
  /** An SQL condition: this row of a catalog came with no extension. */
  notFromExtension(catalog: string, oidExpression: string): string
}

export const catalogReader = (client: pg.ClientBase, versionNum: number, ledgerSchema: string): CatalogReader => ({
  versionNum,
  query: async <Row extends pg.QueryResultRow>(sql: string) => {
    const { rows } = await client.query<Row>(sql)
    if (rows.some((row) => row.definition === null)) throw new ChangedWhileReading()
    return rows
  },
  userSchema: (alias) =>
    `${alias}.nspname !~ '^pg_' AND ${alias}.nspname NOT IN ('information_schema', ${quoteLiteral(ledgerSchema)})`,
  notFromExtension: (catalog, oid) =>
    `NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`,
})
