import type { CatalogTable } from '../catalog/catalog-table'
import type { MappingContent } from '../contracts/mapping'
import type { TableRef } from './plan'
import { tableKey } from './table-name'
import type { WriteChoice, WriteMode } from './write-mode'

/** What a mapping says about one table: its own word, or that of the partitioned table that it belongs to, or the word for all. */
export function chosenWriteMode(
  table: TableRef & Pick<CatalogTable, 'partitionOf'>,
  { write }: Pick<MappingContent, 'write'>,
  tables: ReadonlyMap<string, CatalogTable>,
): { readonly choice: WriteChoice; readonly isNamed: boolean } {
  const named = new Map((write?.tables ?? []).map((each) => [tableKey(each.table), each.choice]))
  for (
    let at: typeof table | undefined = table;
    at;
    at = at.partitionOf ? tables.get(tableKey(at.partitionOf)) : undefined
  ) {
    const choice = named.get(tableKey(at))
    if (choice !== undefined) return { choice, isNamed: true }
  }
  return { choice: write?.all ?? { mode: 'fail-if-not-empty' }, isNamed: false }
}

/** The mode that a table which exists is written in. An upsert for which there is no key gets an empty one: preflight stops it. */
export function writeModeFor({ mode, key }: WriteChoice, target: Pick<CatalogTable, 'primaryKey'>): WriteMode {
  return mode === 'upsert' ? { mode, key: [...(key ?? target.primaryKey?.columns ?? [])] } : { mode }
}
