import type { CatalogColumn, CatalogTable, CatalogUniqueKey } from '../catalog/catalog-table'
import type { Chunking } from './plan'

/** Since PostgreSQL 14 a range of ctid is read without reading what lies before it. */
const ctidRangesSince = 140_000

/** Kinds whose values go as text into a look-up and come back as they were. */
const comparable: readonly CatalogColumn['typeKind'][] = ['base', 'enum', 'domain']
/** Its text depends on the locale of the session that writes it. */
const moneyOid = 790

interface Candidate {
  readonly name: string
  readonly columns: readonly CatalogColumn[]
}

/**
 * How a table's rows are cut into chunks: by the primary key; else by the narrowest unique index whose columns are
 * NOT NULL; else physically, where the source can read such ranges; else in one piece. `onePiece` asks for that.
 */
export function chooseChunking(
  table: CatalogTable,
  source: { readonly versionNum: number },
  { onePiece = false }: { readonly onePiece?: boolean } = {},
): Chunking {
  if (onePiece) return { kind: 'whole' }
  const key = primaryKey(table) ?? uniqueKey(table)
  if (key !== null) {
    return { kind: 'key', columns: key.columns.map((c) => ({ name: c.name, type: comparedAs(c) })), index: key.name }
  }
  return source.versionNum >= ctidRangesSince ? { kind: 'ctid' } : { kind: 'whole' }
}

/** Types whose plain name means a length of one. */
const unmodified = new Map([
  [1042, 'bpchar'],
  [1560, '"bit"'],
  [1186, 'interval'],
])
const firstUserOid = 16_384

/**
 * The type in which keys are compared: what is below a domain, since some operators (those of enums) do not see through
 * one, and a domain's collation would quarrel with the column's; and without a modifier, so that the cast is no function,
 * past which no index would be used.
 */
function comparedAs({ baseType, baseTypeOid, baseTypmod }: CatalogColumn): string {
  if (baseTypmod === -1 || baseTypeOid >= firstUserOid) return baseType
  return unmodified.get(baseTypeOid) ?? baseType.replace(/\([\d,-]+\)/, '')
}

/** True where a row can be named: by a key that chunks and a person can use. */
export const hasKey = (table: CatalogTable): boolean => (primaryKey(table) ?? uniqueKey(table)) !== null

function primaryKey(table: CatalogTable): Candidate | null {
  return table.primaryKey === null ? null : usable(table, table.primaryKey)
}

function uniqueKey(table: CatalogTable): Candidate | null {
  const candidates = table.uniqueKeys
    .filter((key) => key.usableAsKey)
    .flatMap((key) => usable(table, key) ?? [])
    .sort((a, b) => a.columns.length - b.columns.length || (a.name < b.name ? -1 : 1))
  return candidates[0] ?? null
}

function usable(
  table: CatalogTable,
  { name, columns: names }: Pick<CatalogUniqueKey, 'name' | 'columns'>,
): Candidate | null {
  const columns = names.flatMap((column) => table.columns.find((c) => c.name === column) ?? [])
  const index = table.indexes.find((i) => i.name === name)
  const fits =
    columns.length > 0 &&
    columns.length === names.length &&
    columns.every((c) => comparable.includes(c.typeKind) && c.baseTypeOid !== moneyOid) &&
    index?.valid !== false
  return fits ? { name, columns } : null
}
