import { listed, passed } from '../finding'
import type { PlanContext } from '../plan-context'

/** Materialized views are filled by REFRESH: one that was stale in the source is not in the target. */
export function materializedViews({ carried }: Pick<PlanContext, 'carried'>) {
  const filled = carried.objects.filter(({ kind }) => kind === 'materialized-view-data')
  if (filled.length === 0) return []
  return [
    passed({
      id: 'materialized-views',
      title: 'Materialized views are filled anew.',
      detail: 'They show the copied rows; one that was stale in the source shows other rows there.',
      evidence: listed(
        filled.map(({ identity }) => identity.slice('materialized-view-data '.length)),
        20,
      ),
    }),
  ]
}
