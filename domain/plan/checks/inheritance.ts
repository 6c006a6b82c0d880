import { listed, passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableKey, tableTitle } from '../table-name'

/** Plain inheritance: a parent shows its children's rows as its own. */
export function inheritance({ chosen }: Pick<PlanContext, 'chosen'>) {
  const [stay, go] = [new Set(chosen.leftOut.map(tableKey)), new Set(chosen.tables.map(tableKey))]
  const links = [...chosen.tables, ...chosen.leftOut].flatMap((child) =>
    child.inheritsFrom.map((parent) => ({ child, parent })),
  )
  const cut = links.filter(
    ({ child, parent }) =>
      (stay.has(tableKey(child)) && go.has(tableKey(parent))) ||
      (go.has(tableKey(child)) && stay.has(tableKey(parent))),
  )
  if (cut.length > 0) {
    return cut.map(({ child, parent }) =>
      warning({
        id: `inheritance:${tableTitle(child)}>${tableTitle(parent)}`,
        title: `${tableTitle(child)} inherits from ${tableTitle(parent)}, and only one of them is chosen.`,
        detail: `In the target ${tableTitle(parent)} will not show the rows of ${tableTitle(child)}.`,
        fix: 'Choose both, or accept it.',
        table: child,
      }),
    )
  }
  const kept = links.filter(({ child }) => go.has(tableKey(child)))
  if (kept.length === 0) return []
  return [
    passed({
      id: 'inheritance',
      title: 'Tables that inherit are copied one by one.',
      detail: 'Each row is read from the table that holds it, and only there.',
      evidence: listed(kept.map(({ child, parent }) => `${tableTitle(child)} from ${tableTitle(parent)}`)),
    }),
  ]
}
