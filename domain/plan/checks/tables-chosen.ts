import { blocker, counted, listed, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Something to do, and what comes along without being named. */
export function tablesChosen({ chosen, matched }: Pick<PlanContext, 'chosen' | 'matched'>) {
  if (matched.length === 0) {
    const none = chosen.leftOut.length === 0
    return [
      blocker({
        id: 'no-tables',
        title: 'There is no table to copy.',
        detail: none ? 'The source has none that this user can see.' : 'The mapping leaves all tables out.',
        fix: none ? 'Choose another source, or a user who may see its tables.' : 'Choose tables in the mapping.',
      }),
    ]
  }
  if (chosen.onlyAsParent.length === 0) return []
  return [
    passed({
      id: 'parents-come-along',
      title: `As parents of chosen partitions come along: ${counted(chosen.onlyAsParent.length, 'partitioned table')}.`,
      detail: 'They are made without their other partitions.',
      evidence: listed(chosen.onlyAsParent.map(tableTitle)),
    }),
  ]
}
