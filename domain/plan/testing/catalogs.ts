import type { Catalog } from '../../catalog/catalog'
import type { CatalogObject } from '../../catalog/catalog-object'
import type { CatalogColumn, CatalogForeignKey, CatalogTable } from '../../catalog/catalog-table'
import type { TableRef } from '../plan'

/** Built-in types that tests use, with their OIDs. */
const oids = new Map([
  ['bigint', 20],
  ['smallint', 21],
  ['integer', 23],
  ['text', 25],
  ['oid', 26],
  ['character varying', 1043],
  ['numeric', 1700],
  ['money', 790],
  ['timestamp with time zone', 1184],
])

/** A column of a built-in type, nullable; for other types give the fields. */
export function column(name: string, type = 'integer', fields: Partial<CatalogColumn> = {}): CatalogColumn {
  const typeOid = fields.typeOid ?? oids.get(type) ?? 25
  return {
    name,
    ordinal: 1,
    type,
    typeOid,
    typeSchema: 'pg_catalog',
    typeName: type,
    typeKind: 'base',
    typmod: -1,
    elementTypeOid: null,
    baseType: type,
    baseTypeOid: typeOid,
    baseTypmod: -1,
    notNull: false,
    default: null,
    identity: '',
    generated: '',
    collation: null,
    comment: null,
    ...fields,
  }
}

/** A table in `public` with a key `id`; `keyless` has none. */
export function table(name: string, fields: Partial<CatalogTable> & { readonly keyless?: boolean } = {}): CatalogTable {
  const { keyless = false, ...rest } = fields
  return {
    schema: 'public',
    name,
    kind: 'table',
    leaf: true,
    partitionOf: null,
    partitionBound: null,
    partitionKey: null,
    persistence: 'permanent',
    columns: [column('id', 'bigint', { notNull: true }), column('label', 'text')],
    primaryKey: keyless ? null : { name: `${name}_pkey`, columns: ['id'] },
    uniqueKeys: [],
    foreignKeys: [],
    indexes: [],
    triggers: [],
    checks: [],
    inheritsFrom: [],
    rowSecurity: { enabled: false, forced: false },
    rowEstimate: '1000',
    sizeBytes: '65536',
    comment: null,
    ...rest,
  }
}

export const ref = (name: string, schema = 'public'): TableRef => ({ schema, name })

export function foreignKey(to: string, fields: Partial<CatalogForeignKey> = {}): CatalogForeignKey {
  return {
    name: `${to}_fkey`,
    columns: ['label'],
    references: { schema: 'public', table: to, columns: ['id'] },
    onDelete: 'no-action',
    onUpdate: 'no-action',
    deferrable: false,
    initiallyDeferred: false,
    validated: true,
    enforced: true,
    inherited: false,
    ...fields,
  }
}

export function object(kind: CatalogObject['kind'], name: string, fields: Partial<CatalogObject> = {}): CatalogObject {
  return {
    kind,
    identity: `${kind} ${kind === 'schema' || kind === 'extension' ? name : `public.${name}`}`,
    schema: kind === 'extension' ? null : kind === 'schema' ? name : 'public',
    name,
    table: null,
    phase: 'before',
    ddl: [`CREATE ${kind} ${name}`],
    dependsOn: [],
    roles: [],
    newer: [],
    reason: null,
    ...fields,
  }
}

/** The object that makes a table, as introspection writes it. */
export const tableObject = ({ schema, name }: TableRef, fields: Partial<CatalogObject> = {}): CatalogObject =>
  object('table', name, { schema, table: { schema, name }, ...fields })

/** A catalog of these tables; unless objects are given, each table has the one that makes it. */
export function catalog(given: {
  readonly tables?: readonly CatalogTable[]
  readonly objects?: readonly CatalogObject[]
  readonly server?: Partial<Catalog['server']>
  readonly sequences?: Catalog['sequences']
}): Catalog {
  const tables = [...(given.tables ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    kind: 'postgres',
    server: {
      versionNum: 180_004,
      versionText: 'PostgreSQL 18.4',
      database: 'shop',
      encoding: 'UTF8',
      collate: 'C',
      ctype: 'C',
      systemIdentifier: '7000000000000000001',
      isReplica: false,
      ...given.server,
    },
    tables,
    sequences: given.sequences ?? [],
    objects: [...(given.objects ?? tables.map((each) => tableObject(each)))],
    fingerprint: 'f',
  }
}
