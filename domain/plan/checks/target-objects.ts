import { blocker, counted, listed, passed } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

/** Types, functions, views and the like that the target has already: the same ones are used, others are in the way. */
export function targetObjects({ reconciled }: Pick<PlanContext, 'reconciled'>): Finding[] {
  const conflicts = reconciled.conflicts.map(({ object, found, by }) =>
    by === 'name'
      ? blocker({
          id: `target-name:${object.identity}`,
          title: `The name of ${object.identity} is taken in the target.`,
          detail: `It is the name of ${found} there.`,
          evidence: found,
          fix: 'Rename or drop what bears the name in the target, or leave the source’s out.',
        })
      : blocker({
          id: `target-differs:${object.identity}`,
          title: `The target has another ${object.identity}.`,
          detail: 'What is copied would get another meaning.',
          evidence: object.ddl[0]?.slice(0, 500) ?? object.identity,
          fix: 'Drop or rename it in the target, or make it like the source’s.',
        }),
  )
  const reused = reconciled.present.filter(({ kind }) => kind !== 'schema' && kind !== 'table')
  if (conflicts.length > 0 || reused.length === 0) return conflicts
  return [
    passed({
      id: 'target-objects',
      title: `${counted(reused.length, 'object')} are in the target already, alike.`,
      detail: 'They are used as they are.',
      evidence: listed(reused.map(({ identity }) => identity)),
    }),
  ]
}
