import { blocker } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { tableKey, tableTitle } from '../table-name'

/** Chosen tables that the run would have to make and cannot: their rows would have nowhere to go. */
export function unmakeableTables({
  pairs,
  carried,
  source,
}: Pick<PlanContext, 'pairs' | 'carried' | 'source'>): Finding[] {
  const identities = new Map(
    source.catalog.objects.flatMap(({ kind, table, identity }) =>
      kind === 'table' && table !== null ? [[tableKey(table), identity] as const] : [],
    ),
  )
  const omitted = new Map(carried.omitted.map(({ identity, reason }) => [identity, reason]))
  const made = new Set(carried.objects.map(({ identity }) => identity))
  return pairs
    .filter(({ presence }) => presence !== 'exists')
    .flatMap(({ source: table }) => {
      const identity = identities.get(tableKey(table))
      const reason = identity === undefined || made.has(identity) ? undefined : omitted.get(identity)
      if (reason === undefined) return []
      return [
        blocker({
          id: `table-unmakeable:${tableTitle(table)}`,
          title: `${tableTitle(table)} cannot be made in the target.`,
          detail: 'Its rows would have nowhere to go.',
          evidence: reason,
          fix: 'Make a table in the target by hand that takes its rows, or leave it out of the mapping.',
          table,
        }),
      ]
    })
}
