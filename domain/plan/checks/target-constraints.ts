import type { CatalogTable } from '../../catalog/catalog-table'
import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Constraints of existing tables that the source does not have: rows may be refused that were good there. */
export function targetConstraints({ matched }: Pick<PlanContext, 'matched'>) {
  return matched.flatMap(({ source, target, presence }) => {
    if (target === null || presence !== 'exists') return []
    const stricter = [...newChecks(source, target), ...newKeys(source, target)]
    if (stricter.length === 0) return []
    return [
      warning({
        id: `target-constraints:${tableTitle(source)}`,
        title: `${tableTitle(source)} in the target is stricter than in the source.`,
        detail: 'A row that breaks such a constraint is refused, and the table then stops.',
        evidence: listed(stricter),
        fix: 'Make sure that the rows of the source obey them.',
        table: source,
      }),
    ]
  })
}

function newChecks(source: CatalogTable, target: CatalogTable): string[] {
  const known = new Set(source.checks.map(({ definition }) => definition))
  return target.checks.filter(({ definition }) => !known.has(definition)).map(({ name }) => name)
}

function newKeys(source: CatalogTable, target: CatalogTable): string[] {
  const keysOf = ({ primaryKey, uniqueKeys }: CatalogTable) => [...(primaryKey ? [primaryKey] : []), ...uniqueKeys]
  const columns = (key: { columns: readonly string[] }) => JSON.stringify([...key.columns].sort())
  const known = new Set(keysOf(source).map(columns))
  return keysOf(target)
    .filter((key) => !known.has(columns(key)))
    .map(({ name }) => name)
}
