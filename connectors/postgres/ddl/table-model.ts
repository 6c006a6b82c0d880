import type { CatalogForeignKey, CatalogTable, CatalogUniqueKey } from '@/domain/catalog/catalog-table'
import { catalogColumnSchema } from '@/domain/catalog/catalog-table'
import type { ConstraintRow } from './constraint-rows'
import type { IndexRow } from './index-rows'
import type { TableSource } from './table-source'
import type { TriggerRow } from './trigger'

const actions = new Map<string, CatalogForeignKey['onDelete']>([
  ['a', 'no-action'],
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set-null'],
  ['d', 'set-default'],
])
const firing = new Map<string, CatalogTable['triggers'][number]['enabled']>([
  ['O', 'origin'],
  ['R', 'replica'],
  ['A', 'always'],
  ['D', 'disabled'],
])

/** The table as the planner and the schema browser see it. */
export const tableModel = (table: TableSource, triggers: readonly TriggerRow[]): CatalogTable => {
  const { row, columns, constraints, indexes, parents } = table
  const nameOf = new Map(columns.map(({ attnum, name }) => [attnum, name]))
  const names = (attnums: readonly number[]) => attnums.map((attnum) => nameOf.get(attnum) ?? '')
  const [primary] = constraints.filter(({ type }) => type === 'p')
  const [parent] = parents
  const byName = parents.map(({ schema, name }) => ({ schema, name }))
  return {
    schema: row.schema,
    name: row.name,
    kind: row.partitioned ? 'partitioned' : row.isPartition ? 'partition' : 'table',
    leaf: !row.partitioned,
    partitionOf: row.isPartition && parent ? { schema: parent.schema, name: parent.name } : null,
    partitionBound: row.partitionBound,
    partitionKey: row.partitionKey,
    persistence: row.unlogged ? 'unlogged' : 'permanent',
    columns: columns.map((column) => catalogColumnSchema.parse(column)),
    primaryKey: primary ? { name: primary.name, columns: names(primary.attnums) } : null,
    uniqueKeys: uniqueKeys(table, names),
    foreignKeys: constraints.filter(isForeignKeyOfItsOwn).map((constraint) => foreignKey(constraint, names)),
    indexes: indexes.map(({ name, definition, unique, valid, size }) => {
      return { name, definition, unique, valid, sizeBytes: size }
    }),
    triggers: triggers.map(({ name, definition, enabled }) => {
      return { name, definition, enabled: firing.get(enabled) ?? 'origin' }
    }),
    checks: constraints
      .filter(({ type }) => type === 'c')
      .map(({ name, definition, validated }) => ({ name, definition, validated })),
    inheritsFrom: row.isPartition ? [] : byName,
    rowSecurity: { enabled: row.rowSecurity, forced: row.forced },
    rowEstimate: row.estimate,
    sizeBytes: row.size,
    comment: row.comment,
  }
}

/** A key to a partitioned table has rows for each of its partitions too; those point from the same table. */
const isForeignKeyOfItsOwn = ({ type, parentTable, table }: ConstraintRow) => type === 'f' && parentTable !== table

const foreignKey = (constraint: ConstraintRow, names: (attnums: readonly number[]) => string[]): CatalogForeignKey => ({
  name: constraint.name,
  columns: names(constraint.attnums),
  references: {
    schema: constraint.referencedSchema ?? '',
    table: constraint.referencedTable ?? '',
    columns: constraint.referencedColumns,
  },
  onDelete: actions.get(constraint.onDelete) ?? 'no-action',
  onUpdate: actions.get(constraint.onUpdate) ?? 'no-action',
  deferrable: constraint.deferrable,
  initiallyDeferred: constraint.deferred,
  validated: constraint.validated,
  enforced: constraint.enforced,
  inherited: constraint.parent !== 0,
})

const uniqueKeys = (
  { columns, constraints, indexes }: TableSource,
  names: (attnums: readonly number[]) => string[],
): CatalogUniqueKey[] => {
  const notNull = new Set(columns.filter((column) => column.notNull).map(({ attnum }) => attnum))
  const constraintNames = new Map(constraints.map(({ oid, name }) => [oid, name]))
  const isKey = (index: IndexRow) =>
    index.unique && !index.primary && index.valid && !index.partial && index.attnums.every((attnum) => attnum > 0)
  return indexes.filter(isKey).map((index) => ({
    name: (index.constraint === null ? undefined : constraintNames.get(index.constraint)) ?? index.name,
    columns: names(index.attnums),
    source: index.constraint === null ? 'index' : 'constraint',
    nullsNotDistinct: index.nullsNotDistinct,
    usableAsKey: index.immediate && index.usual && index.attnums.every((attnum) => notNull.has(attnum)),
  }))
}
