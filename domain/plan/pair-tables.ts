import type { Catalog } from '../catalog/catalog'
import type { CatalogTable } from '../catalog/catalog-table'
import type { MappingContent } from '../contracts/mapping'
import { chosenWriteMode, writeModeFor } from './choose-write-mode'
import type { TargetFacts, TargetTableFacts } from './facts'
import { tableKey } from './table-name'
import type { TriggerChoice, WriteMode } from './write-mode'

/**
 * A chosen table and what bears its name in the target.
 * - `absent`: nothing; the run makes it.
 * - `ours`: a table that an earlier run of this migration made; the run empties it and uses it again.
 * - `exists`: somebody else's; the run writes into it as the mapping says, if it fits.
 */
export interface TablePair {
  readonly source: CatalogTable
  readonly target: CatalogTable | null
  readonly presence: 'absent' | 'ours' | 'exists'
  readonly facts: TargetTableFacts | null
  readonly writeMode: WriteMode
  /** Of a table that exists; null: nobody chose. */
  readonly triggers: TriggerChoice | null
  /** The mapping chose a mode for just this table. */
  readonly isModeNamed: boolean
}

export function pairTables(
  chosen: readonly CatalogTable[],
  target: Pick<Catalog, 'tables' | 'objects'>,
  facts: Pick<TargetFacts, 'tables' | 'ledger'>,
  mapping: Pick<MappingContent, 'write'> = {},
): TablePair[] {
  const byKey = new Map(target.tables.map((table) => [tableKey(table), table]))
  const factsByKey = new Map(facts.tables.map((each) => [tableKey(each.table), each]))
  const made = new Set(facts.ledger.madeByThisMigration)
  const ours = new Set(
    target.objects.flatMap(({ kind, identity, table }) =>
      kind === 'table' && table !== null && made.has(identity) ? [tableKey(table)] : [],
    ),
  )
  const chosenByKey = new Map(chosen.map((table) => [tableKey(table), table]))
  return chosen.map((source) => {
    const { choice, isNamed } = chosenWriteMode(source, mapping, chosenByKey)
    const key = tableKey(source)
    const target = byKey.get(key) ?? null
    const presence = target === null ? 'absent' : ours.has(key) ? 'ours' : 'exists'
    const isShared = target !== null && presence === 'exists'
    const writeMode: WriteMode = isShared ? writeModeFor(choice, target) : { mode: 'fail-if-not-empty' }
    const triggers = isShared ? (choice.triggers ?? null) : null
    return { source, target, presence, facts: factsByKey.get(key) ?? null, writeMode, triggers, isModeNamed: isNamed }
  })
}
