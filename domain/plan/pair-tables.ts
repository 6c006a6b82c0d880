import type { Catalog } from '../catalog/catalog'
import type { CatalogTable } from '../catalog/catalog-table'
import type { TargetFacts, TargetTableFacts } from './facts'
import { tableKey } from './table-name'

/**
 * A chosen table and what bears its name in the target.
 * - `absent`: nothing; the run makes it.
 * - `ours`: a table that an earlier run of this migration made; the run empties it and uses it again.
 * - `exists`: somebody else's; the run fills it, if it is empty and fits.
 */
export interface TablePair {
  readonly source: CatalogTable
  readonly target: CatalogTable | null
  readonly presence: 'absent' | 'ours' | 'exists'
  readonly facts: TargetTableFacts | null
}

export function pairTables(
  chosen: readonly CatalogTable[],
  target: Pick<Catalog, 'tables' | 'objects'>,
  facts: Pick<TargetFacts, 'tables' | 'ledger'>,
): TablePair[] {
  const byKey = new Map(target.tables.map((table) => [tableKey(table), table]))
  const factsByKey = new Map(facts.tables.map((each) => [tableKey(each.table), each]))
  const made = new Set(facts.ledger.madeByThisMigration)
  const ours = new Set(
    target.objects.flatMap(({ kind, identity, table }) =>
      kind === 'table' && table !== null && made.has(identity) ? [tableKey(table)] : [],
    ),
  )
  return chosen.map((source) => {
    const key = tableKey(source)
    const target = byKey.get(key) ?? null
    const presence = target === null ? 'absent' : ours.has(key) ? 'ours' : 'exists'
    return { source, target, presence, facts: factsByKey.get(key) ?? null }
  })
}
