import { blocker, listed } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { tableKey, tableTitle } from '../table-name'

/** PostgreSQL empties no table that another one points to, unless both are emptied at once; and Godwit never cascades. */
export function truncateProblems({ matched }: Pick<PlanContext, 'matched'>): Finding[] {
  const emptied = matched.filter(({ presence, writeMode }) => presence === 'exists' && writeMode.mode === 'truncate')
  const together = new Set(emptied.map(({ source }) => tableKey(source)))
  return emptied.flatMap(({ source, facts }) => {
    const others = (facts?.referencedBy ?? []).filter((table) => !together.has(tableKey(table)))
    if (others.length === 0) return []
    return [
      blocker({
        id: `truncate-referenced:${tableTitle(source)}`,
        title: `${tableTitle(source)} in the target cannot be emptied: other tables point to it.`,
        detail: 'Their rows would lose their parents. Godwit never empties a table that was not named.',
        evidence: listed(others.map(tableTitle)),
        fix: 'Choose to empty those as well, or write this one by its key (upsert).',
        table: source,
      }),
    ]
  })
}
