import type { CatalogColumn } from '../catalog/catalog-table'

/**
 * Built-in types whose binary form holds the value and nothing of the server that wrote it: no OIDs, no transaction
 * ids, no locale. Their OIDs are the same in every PostgreSQL. Anything else travels as text: a list of what is safe,
 * so that a type nobody thought of is slow rather than wrong. tsquery is not in it: servers refuse the empty one that
 * they sent themselves.
 */
const portable = new Map<number, string>([
  [16, 'boolean'],
  [17, 'bytea'],
  [18, '"char"'],
  [19, 'name'],
  [20, 'bigint'],
  [21, 'smallint'],
  [23, 'integer'],
  [25, 'text'],
  [114, 'json'],
  [600, 'point'],
  [601, 'lseg'],
  [602, 'path'],
  [603, 'box'],
  [604, 'polygon'],
  [628, 'line'],
  [650, 'cidr'],
  [700, 'real'],
  [701, 'double precision'],
  [718, 'circle'],
  [774, 'macaddr8'],
  [829, 'macaddr'],
  [869, 'inet'],
  [1042, 'character'],
  [1043, 'character varying'],
  [1082, 'date'],
  [1083, 'time'],
  [1114, 'timestamp'],
  [1184, 'timestamptz'],
  [1186, 'interval'],
  [1266, 'timetz'],
  [1560, 'bit'],
  [1562, 'bit varying'],
  [1700, 'numeric'],
  [2950, 'uuid'],
  [3220, 'pg_lsn'],
  [3614, 'tsvector'],
  [3802, 'jsonb'],
  [3904, 'int4range'],
  [3906, 'numrange'],
  [3908, 'tsrange'],
  [3910, 'tstzrange'],
  [3912, 'daterange'],
  [3926, 'int8range'],
  [4072, 'jsonpath'],
  [4451, 'int4multirange'],
  [4532, 'nummultirange'],
  [4533, 'tsmultirange'],
  [4534, 'tstzmultirange'],
  [4535, 'datemultirange'],
  [4536, 'int8multirange'],
])

/** The same by name, as SQL writes them. */
export const portableTypes: readonly string[] = [...portable.values()]

/** `money` is a plain number in binary, but one unit is worth another amount under another locale. */
const moneyOid = 790
const intervalOid = 1186
/** From this version on the largest intervals mean infinity, which earlier ones do not know. */
const infiniteIntervalsSince = 17
/** Where each type of the list was moved in binary from and to every version. */
const tested = { oldest: 14, newest: 18 }

/** What two servers must be for binary rows of one to mean the same to the other. */
export interface BothServers {
  /** `lc_monetary` is the same. */
  readonly sameMoneyLocale: boolean
  /** The source hashes a known row as the worker itself does. */
  readonly hashesAlike: boolean
  /** Major versions. */
  readonly majors: { readonly source: number; readonly target: number }
}

/** Why a column's binary form cannot be passed on as it is; null when it can. */
export function whyNotBinary(column: CatalogColumn, { sameMoneyLocale, majors }: BothServers): string | null {
  const untested = [majors.source, majors.target].find((major) => major < tested.oldest || major > tested.newest)
  if (untested !== undefined) return `Rows in binary were not tested with PostgreSQL ${untested}.`
  if (column.typeSchema !== 'pg_catalog') {
    return `Column ${column.name} has the type ${column.type}, which is not built in.`
  }
  const oid = (column.typeKind === 'array' ? column.elementTypeOid : null) ?? column.typeOid
  const knowsInfinity = (major: number) => major >= infiniteIntervalsSince
  if (oid === intervalOid && knowsInfinity(majors.source) !== knowsInfinity(majors.target)) {
    return `Only one of the two servers knows infinite intervals (column ${column.name}).`
  }
  if (portable.has(oid) || (oid === moneyOid && sameMoneyLocale)) return null
  return `The binary form of ${column.type} (column ${column.name}) is not the same on every server.`
}

/** True for money, arrays of it, and domains over it. */
export const isMoney = (column: CatalogColumn): boolean =>
  column.baseTypeOid === moneyOid || column.elementTypeOid === moneyOid
