import { hasKey } from '../chunking'
import { capitalized, counted, listed, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Tables whose rows have no name. */
export function keys({ matched }: Pick<PlanContext, 'matched'>) {
  const without = matched.filter(({ source }) => !hasKey(source))
  if (without.length === 0) {
    const title = 'Every table has a key.'
    return [passed({ id: 'keys', title, detail: 'Rows are read in key ranges, each on its own.' })]
  }
  return [
    passed({
      id: 'keys',
      title: `${capitalized(counted(without.length, 'table'))} without a key ${without.length === 1 ? 'is' : 'are'} read by place.`,
      detail: 'Their ranges hold only within one snapshot: if it is lost, such a table is copied again from the start.',
      evidence: listed(without.map(({ source }) => tableTitle(source))),
    }),
  ]
}
