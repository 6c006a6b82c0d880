import { capitalized, counted, listed, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Circles of foreign keys among the tables that the run makes do no harm: it adds the keys after the rows. */
export function cycles({ sourceOrder, pairs }: Pick<PlanContext, 'sourceOrder' | 'pairs'>) {
  if (sourceOrder.cycles.length === 0 || pairs.every(({ presence }) => presence === 'exists')) return []
  return [
    passed({
      id: 'cycles',
      title: `${capitalized(counted(sourceOrder.cycles.length, 'circle'))} of foreign keys.`,
      detail: 'Foreign keys of the tables that the run makes are added after all rows are there.',
      evidence: listed(sourceOrder.cycles.map((cycle) => cycle.map(tableTitle).join(' – '))),
    }),
  ]
}
