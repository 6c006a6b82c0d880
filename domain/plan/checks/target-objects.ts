import { blocker, clipped, counted, listed, passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import type { Conflict } from '../reconcile'
import { quotedTable } from '../table-name'
import { otherValues } from './other-values'

/** Schemas are used whatever is in them; tables and extensions have a check of their own. */
const ownCheck = ['schema', 'table', 'extension']

/** Types, functions, views and the like that the target has already: the same ones are used, others are in the way. */
export function targetObjects({ reconciled, target }: Pick<PlanContext, 'reconciled' | 'target'>): Finding[] {
  const there = new Map(target.catalog.objects.map((object) => [object.identity, object]))
  const conflicts = reconciled.conflicts.map((conflict) => {
    const found = there.get(conflict.found)
    const isEnum = conflict.by === 'definition' && conflict.object.kind === 'enum' && found?.kind === 'enum'
    return isEnum ? otherValues(conflict.object, found) : inTheWay(conflict)
  })
  const reused = reconciled.present.filter(({ kind }) => !ownCheck.includes(kind))
  if (conflicts.length > 0 || reused.length === 0) return conflicts
  return [
    passed({
      id: 'target-objects',
      title: `In the target already, alike: ${counted(reused.length, 'object')}.`,
      detail: 'They are used as they are.',
      evidence: listed(reused.map(({ identity }) => identity)),
    }),
  ]
}

function inTheWay({ object: { identity, kind, ddl, table }, found, by }: Conflict): Finding {
  const evidence = clipped(ddl[0] ?? identity)
  const about = kind === 'table' && table !== null ? { table } : {}
  switch (by) {
    case 'name':
      return blocker({
        id: `target-name:${identity}`,
        title: `The name of ${identity} is taken in the target.`,
        detail: `It is the name of ${found} there.`,
        evidence: found,
        fix: 'Rename or drop what bears the name in the target, or leave the source’s out.',
        ...about,
      })
    case 'definition':
      return blocker({
        id: `target-differs:${identity}`,
        title: `The target has another ${identity}.`,
        detail: 'What is copied would get another meaning.',
        evidence,
        fix: 'Drop or rename it in the target, or make it like the source’s.',
        ...about,
      })
    case 'wording':
      return warning({
        id: `target-wording:${identity}`,
        title: `The target’s ${identity} is written differently.`,
        detail: 'The servers are of different versions, which may be all; it is used as it is.',
        evidence,
        fix: 'Compare the two definitions.',
        ...about,
      })
    case 'left-behind':
      return blocker({
        id: `target-left-behind:${identity}`,
        title: `${identity} was made by an earlier run, and the source has changed since.`,
        detail: 'It no longer is what the source has.',
        evidence,
        fix: 'Drop it in the target, then plan again.',
        ...(kind === 'table' && table !== null ? { sql: `DROP TABLE ${quotedTable(table)};` } : {}),
        ...about,
      })
  }
}
