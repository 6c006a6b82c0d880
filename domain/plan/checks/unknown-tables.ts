import { blocker, listed } from '../finding'
import { nearestNames } from '../nearest-names'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Tables that the mapping names and the source does not have: also among those to leave out, where a slip would copy too much. */
export function unknownTables({ chosen, source }: Pick<PlanContext, 'chosen' | 'source'>) {
  return chosen.unknown.map((table) => {
    const near = nearestNames(table, source.catalog.tables).map(tableTitle)
    return blocker({
      id: `unknown-table:${tableTitle(table)}`,
      title: `The source has no table ${tableTitle(table)}.`,
      detail: 'The mapping names it.',
      evidence:
        near.length > 0 ? `Near it: ${listed(near)}` : `${source.catalog.tables.length} tables, none of such a name`,
      fix:
        near[0] === undefined
          ? 'Take it out of the mapping.'
          : `Name ${near[0]} instead, or take it out of the mapping.`,
      table,
    })
  })
}
