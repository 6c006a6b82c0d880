import type { CatalogTable } from '../catalog/catalog-table'
import type { Reference } from './order'
import { tableKey } from './table-name'

/**
 * The foreign keys of some tables as references between tables that hold rows: a key to a partitioned table is one to
 * each of its partitions. `tables` are those whose keys count; `all` knows the partitions.
 */
export function foreignKeyGraph(tables: readonly CatalogTable[], all: readonly CatalogTable[]): Reference[] {
  const leaves = leavesByRoot(all)
  return tables
    .filter(({ leaf }) => leaf)
    .flatMap((from) =>
      from.foreignKeys
        .filter(({ enforced }) => enforced)
        .flatMap(({ references: { schema, table } }) => {
          const to = { schema, name: table }
          return (leaves.get(tableKey(to)) ?? [to]).map((leaf) => ({ from, to: leaf }))
        }),
    )
}

function leavesByRoot(all: readonly CatalogTable[]): Map<string, CatalogTable[]> {
  const byKey = new Map(all.map((table) => [tableKey(table), table]))
  const leaves = new Map<string, CatalogTable[]>()
  for (const leaf of all) {
    if (!leaf.leaf) continue
    for (let parent = leaf.partitionOf; parent; parent = byKey.get(tableKey(parent))?.partitionOf ?? null) {
      const key = tableKey(parent)
      leaves.set(key, [...(leaves.get(key) ?? []), leaf])
    }
  }
  return leaves
}
