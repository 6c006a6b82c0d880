import { warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** Large objects stay behind; columns that name them by OID point to nothing in the target. */
export function largeObjects({ source }: Pick<PlanContext, 'source'>) {
  const found = source.catalog.objects.filter(({ kind }) => kind === 'large-object')
  if (found.length === 0) return []
  return [
    warning({
      id: 'large-objects',
      title: 'Large objects of the source stay behind.',
      detail: 'Columns of type oid or lo that name one will point to nothing in the target.',
      evidence: found.map(({ reason, identity }) => reason ?? identity).join(' '),
      fix: 'Store such content in a column of type bytea first, where it is needed.',
    }),
  ]
}
