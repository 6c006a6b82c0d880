import type { MappingContent } from '../contracts/mapping'
import type { TableRef } from './plan'
import { refOf, tableKey } from './table-name'
import type { WriteChoice } from './write-mode'

/** How rows are written into one table, by its name in the source. */
export interface TableWriting {
  readonly table: TableRef
  readonly choice: WriteChoice
}

/** The mapping with these tables written as chosen; what it says of all others stays. A later choice for the same table counts. */
export function setWriteChoices(mapping: MappingContent, choices: readonly TableWriting[]): MappingContent {
  const named = new Map((mapping.write?.tables ?? []).map((each) => [tableKey(each.table), each]))
  for (const { table, choice } of choices) named.set(tableKey(table), { table: refOf(table), choice })
  return { ...mapping, write: { ...mapping.write, tables: [...named.values()] } }
}
