import type { CatalogColumn } from '@/domain/catalog/catalog-table'
import { qualified, quoteIdent, quoteLiteral } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import type { NotNullRow } from './constraint-rows'
import { type SequenceRow, sequenceOptions } from './sequence'
import { stableForm } from './stable-form'

/** A row of pg_attribute: the column's model and what its DDL needs besides. */
export interface ColumnRow extends CatalogColumn {
  table: number
  attnum: number
  defaultOid: number | null
  /** Declared by the table itself; false: it came with a parent. */
  local: boolean
  storage: string | null
  compression: string | null
  statistics: number
  options: string[]
}

interface Row extends Omit<ColumnRow, 'typeKind' | 'ordinal' | 'identity' | 'generated'> {
  typtype: string
  isArray: boolean
  identity: string
  generated: string
}

const typeKinds = new Map<string, CatalogColumn['typeKind']>([
  ['b', 'base'],
  ['e', 'enum'],
  ['d', 'domain'],
  ['c', 'composite'],
  ['r', 'range'],
  ['m', 'multirange'],
  ['p', 'pseudo'],
])
const storageNames = new Map([
  ['p', 'PLAIN'],
  ['e', 'EXTERNAL'],
  ['x', 'EXTENDED'],
  ['m', 'MAIN'],
])

/** The live columns of all tables, partitioned tables, views and materialized views, by relation and position. */
export const readColumns = async (reader: CatalogReader): Promise<ColumnRow[]> => {
  const { query, userSchema } = reader
  const rows = await query<Row>(
    `WITH RECURSIVE base AS (
       SELECT t.oid AS domain, t.typbasetype AS oid, t.typtypmod AS typmod FROM pg_type t WHERE t.typtype = 'd'
       UNION ALL
       SELECT b.domain, t.typbasetype, t.typtypmod FROM base b JOIN pg_type t ON t.oid = b.oid AND t.typtype = 'd'
     ), bottom AS (SELECT b.* FROM base b JOIN pg_type t ON t.oid = b.oid AND t.typtype <> 'd')
     SELECT a.attrelid AS table, a.attnum, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
            a.atttypid AS "typeOid", tn.nspname::text AS "typeSchema", t.typname::text AS "typeName",
            t.typtype::text AS typtype, e.oid IS NOT NULL AS "isArray", e.oid AS "elementTypeOid", a.atttypmod AS typmod,
            CASE WHEN b.domain IS NULL THEN format_type(a.atttypid, a.atttypmod)
                 ELSE format_type(b.oid, b.typmod) END AS "baseType",
            coalesce(b.oid, a.atttypid) AS "baseTypeOid",
            CASE WHEN b.domain IS NULL THEN a.atttypmod ELSE b.typmod END AS "baseTypmod",
            a.attnotnull AS "notNull", pg_get_expr(d.adbin, d.adrelid) AS default, d.oid AS "defaultOid",
            a.attidentity::text AS identity, a.attgenerated::text AS generated, a.attislocal AS local,
            CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
            CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
            nullif(a.attcompression::text, '') AS compression, coalesce(a.attstattarget, -1)::int4 AS statistics,
            coalesce(a.attoptions, '{}')::text[] AS options, col_description(a.attrelid, a.attnum) AS comment
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
            JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
            JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = t.typnamespace
            LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
            LEFT JOIN bottom b ON b.domain = t.oid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`,
  )
  let before: Row | undefined
  let ordinal = 0
  return rows.map((row) => {
    ordinal = row.table === before?.table ? ordinal + 1 : 1
    before = row
    return {
      ...row,
      default: row.default === null ? null : stableForm(row.default),
      ordinal,
      typeKind: row.isArray ? 'array' : (typeKinds.get(row.typtype) ?? 'base'),
      identity: row.identity === 'a' ? 'always' : row.identity === 'd' ? 'by-default' : '',
      generated: row.generated === 's' ? 'stored' : row.generated === 'v' ? 'virtual' : '',
    }
  })
}

export interface ColumnContext {
  tableName: string
  /** The sequence behind an identity column; on a partition it is the root's, and the root brings it. */
  sequence: SequenceRow | undefined
  /** The NOT NULL constraint, where the server keeps one (18 and later). */
  notNull: NotNullRow | undefined
  withoutDefault: boolean
}

/** A column as it stands inside CREATE TABLE. */
export const columnClause = (column: ColumnRow, context: ColumnContext): string => {
  const compression = column.compression === 'l' ? 'lz4' : column.compression === 'p' ? 'pglz' : null
  const words = [
    `${quoteIdent(column.name)} ${column.type}`,
    ...(compression ? [`COMPRESSION ${compression}`] : []),
    ...(column.collation ? [`COLLATE ${column.collation}`] : []),
    ...valueWords(column, context),
    ...(column.notNull ? [notNullWords(column, context)] : []),
  ]
  return words.join(' ')
}

const valueWords = (column: ColumnRow, { sequence, withoutDefault }: ColumnContext): string[] => {
  if (column.identity !== '') {
    if (!sequence) return []
    const kind = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'
    const name = qualified(sequence.schema, sequence.name)
    return [`GENERATED ${kind} AS IDENTITY (SEQUENCE NAME ${name} ${sequenceOptions(sequence)})`]
  }
  if (column.default === null) return []
  if (column.generated !== '') return [`GENERATED ALWAYS AS (${column.default}) ${column.generated.toUpperCase()}`]
  return withoutDefault ? [] : [`DEFAULT ${column.default}`]
}

/** The name that the server gives a NOT NULL by itself, as long as it is short and free. */
export const usualNotNullName = (table: string, column: string): string => `${table}_${column}_not_null`

const notNullWords = (column: ColumnRow, { notNull, tableName }: ColumnContext): string => {
  if (!notNull) return 'NOT NULL'
  // One that came with a parent gets its name from there; and most names are those that the server gives by itself.
  const usual = !notNull.local || notNull.name === usualNotNullName(tableName, column.name)
  const named = usual ? '' : `CONSTRAINT ${quoteIdent(notNull.name)} `
  return `${named}NOT NULL${notNull.noInherit ? ' NO INHERIT' : ''}`
}

/** What a column has beside its clause: storage, statistics target, planner options. */
export const columnSettings = (relation: string, column: ColumnRow): string[] => {
  const alter = `${relation} ALTER COLUMN ${quoteIdent(column.name)}`
  const storage = column.storage === null ? undefined : storageNames.get(column.storage)
  return [
    ...(storage ? [`${alter} SET STORAGE ${storage}`] : []),
    ...(column.statistics >= 0 ? [`${alter} SET STATISTICS ${column.statistics}`] : []),
    ...(column.options.length > 0 ? [`${alter} SET (${storageOptions(column.options).join(', ')})`] : []),
  ]
}

/** `fillfactor=70` as `fillfactor='70'`: values may hold anything, names come from the server. */
export const storageOptions = (options: readonly string[], prefix = ''): string[] =>
  options.map((option) => {
    const [name = '', ...value] = option.split('=')
    return `${prefix}${name}=${quoteLiteral(value.join('='))}`
  })
