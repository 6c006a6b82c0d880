import type { RelationName } from '@/domain/catalog/catalog-table'
import { qualified } from '../identifiers'
import type { CatalogReader } from './catalog-reader'
import { type ColumnRow, readColumns } from './column'
import { type ConstraintRow, readConstraints } from './constraint-rows'
import { groupBy } from './group'
import { type IndexRow, readIndexes } from './index-rows'
import type { SequenceRow } from './sequence'
import { type ParentRow, readParents, readTableRows, type TableRow } from './table-rows'

/** A table with every row of the system catalogs that says something about it. */
export interface TableSource {
  row: TableRow
  /** Qualified and quoted. */
  relation: string
  relationName: RelationName
  columns: ColumnRow[]
  constraints: ConstraintRow[]
  indexes: IndexRow[]
  parents: ParentRow[]
  /** Sequences that its columns own, identity ones included. */
  sequences: SequenceRow[]
  /** Made by CREATE TABLE … INHERITS; else it is made alone, in its own column order, and joined to its parents. */
  bornInherited: boolean
}

export interface Relations {
  tables: TableSource[]
  /** Columns of every relation, views included, by OID. */
  columns: Map<number, ColumnRow[]>
  indexes: IndexRow[]
  /** Children by the OID of the parent. */
  children: Map<number, ParentRow[]>
}

export const readRelations = async (reader: CatalogReader, sequences: readonly SequenceRow[]): Promise<Relations> => {
  const rows = await readTableRows(reader)
  const constraints = groupBy(await readConstraints(reader), ({ table }) => table)
  const columns = new Map(
    [...groupBy(await readColumns(reader), ({ table }) => table)].map(([oid, own]) => [
      oid,
      withProvenNotNull(own, constraints.get(oid) ?? []),
    ]),
  )
  const indexes = await readIndexes(reader)
  const indexesByTable = groupBy(indexes, ({ table }) => table)
  const edges = await readParents(reader)
  const parents = groupBy(edges, ({ child }) => child)
  const owned = groupBy(sequences, ({ ownerOid }) => ownerOid)

  const tables = rows.map((row): TableSource => {
    const own = parents.get(row.oid) ?? []
    const ownColumns = columns.get(row.oid) ?? []
    return {
      row,
      relation: qualified(row.schema, row.name),
      relationName: { schema: row.schema, name: row.name },
      columns: ownColumns,
      constraints: constraints.get(row.oid) ?? [],
      indexes: indexesByTable.get(row.oid) ?? [],
      parents: own,
      sequences: owned.get(row.oid) ?? [],
      bornInherited: !row.isPartition && own.length > 0 && hasNaturalOrder(ownColumns, own, columns),
    }
  })
  return { tables, columns, indexes, children: groupBy(edges, ({ parent }) => parent) }
}

/** Since version 18 a NOT NULL can be unproven; then old rows may be NULL, and it is a constraint for after the rows. */
const withProvenNotNull = (columns: ColumnRow[], constraints: ConstraintRow[]): ColumnRow[] => {
  const unproven = new Set(
    constraints.filter(({ type, validated }) => type === 'n' && !validated).flatMap(({ attnums }) => attnums),
  )
  if (unproven.size === 0) return columns
  return columns.map((column) => (unproven.has(column.attnum) ? { ...column, notNull: false } : column))
}

/** Whether INHERITS would give the columns in the order in which they are: the parents' first, then its own. */
const hasNaturalOrder = (
  columns: ColumnRow[],
  parents: readonly ParentRow[],
  columnsOf: ReadonlyMap<number, ColumnRow[]>,
): boolean => {
  const natural = new Set<string>()
  for (const { parent } of parents) for (const { name } of columnsOf.get(parent) ?? []) natural.add(name)
  for (const { name, local } of columns) if (local) natural.add(name)
  return [...natural].every((name, position) => columns[position]?.name === name)
}
