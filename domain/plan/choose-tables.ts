import type { CatalogTable } from '../catalog/catalog-table'
import type { MappingContent } from '../contracts/mapping'
import type { TableRef } from './plan'
import { tableKey } from './table-name'

/** What a mapping means for the tables that a source has now. All lists in the catalog's order. */
export interface ChosenTables {
  /** Every table that must be there in the target, partitioned parents included. */
  readonly tables: readonly CatalogTable[]
  readonly leftOut: readonly CatalogTable[]
  /** Partitioned tables that nobody named: they come along because a partition cannot be without them. */
  readonly onlyAsParent: readonly CatalogTable[]
  /** Names in the mapping that the source does not have. */
  readonly unknown: readonly TableRef[]
}

/**
 * Applies a mapping. A partitioned table stands for all its partitions; a partition brings its parents along, without
 * its sisters; leaving a partitioned table out leaves its partitions out.
 */
export function chooseTables(tables: readonly CatalogTable[], { tables: choice }: MappingContent): ChosenTables {
  const byKey = new Map(tables.map((table) => [tableKey(table), table]))
  const children = childrenOf(tables)
  const named = choice.kind === 'everything' ? choice.except : choice.only
  const withPartitions = new Set<string>()
  const add = (key: string) => {
    if (withPartitions.has(key)) return
    withPartitions.add(key)
    children.get(key)?.forEach(add)
  }
  named
    .map(tableKey)
    .filter((key) => byKey.has(key))
    .forEach(add)

  const wanted = (key: string) => withPartitions.has(key) === (choice.kind === 'tables')
  const kept = new Set([...byKey.keys()].filter(wanted))
  const parents = new Set<string>()
  for (const key of kept) {
    for (let parent = byKey.get(key)?.partitionOf; parent; parent = byKey.get(tableKey(parent))?.partitionOf) {
      if (!kept.has(tableKey(parent))) parents.add(tableKey(parent))
    }
  }
  const stays = (table: CatalogTable) => kept.has(tableKey(table)) || parents.has(tableKey(table))
  return {
    tables: tables.filter(stays),
    leftOut: tables.filter((table) => !stays(table)),
    onlyAsParent: tables.filter((table) => parents.has(tableKey(table))),
    unknown: named.filter((ref) => !byKey.has(tableKey(ref))),
  }
}

function childrenOf(tables: readonly CatalogTable[]): Map<string, string[]> {
  const children = new Map<string, string[]>()
  for (const table of tables) {
    if (table.partitionOf === null) continue
    const parent = tableKey(table.partitionOf)
    children.set(parent, [...(children.get(parent) ?? []), tableKey(table)])
  }
  return children
}
