import type { CatalogColumn } from '../catalog/catalog-table'

/**
 * Built-in types whose binary form holds the value and nothing of the server that wrote it: no OIDs, no transaction
 * ids, no locale. Their OIDs are the same in every PostgreSQL. Anything else travels as text: a list of what is safe,
 * so that a type nobody thought of is slow rather than wrong.
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
  [3615, 'tsquery'],
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

/** `money` is a plain number in binary, but one unit is worth another amount under another locale. */
const moneyOid = 790

/** Why a column's binary form cannot be passed on as it is; null when it can. */
export function whyNotBinary(
  column: CatalogColumn,
  { sameMoneyLocale }: { readonly sameMoneyLocale: boolean },
): string | null {
  const oid = (column.typeKind === 'array' ? column.elementTypeOid : null) ?? column.typeOid
  if (column.typeSchema === 'pg_catalog') {
    if (portable.has(oid) || (oid === moneyOid && sameMoneyLocale)) return null
    return `The binary form of ${column.type} (column ${column.name}) is not the same on every server.`
  }
  return `Column ${column.name} has the type ${column.type}, which is not built in.`
}

/** True for money, arrays of it, and domains over it. */
export const isMoney = (column: CatalogColumn): boolean =>
  column.baseTypeOid === moneyOid || column.elementTypeOid === moneyOid
