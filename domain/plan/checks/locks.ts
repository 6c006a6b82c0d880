import { blocker, passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** The keeper locks every planned table, so that none is emptied or rewritten under the snapshot. */
export function locks({ pairs, source }: Pick<PlanContext, 'pairs' | 'source'>) {
  const slots = source.facts.lockSlots
  const evidence = `${pairs.length} tables, ${slots} lock slots`
  const fix = 'Raise max_locks_per_transaction on the source, or split the migration.'
  if (pairs.length > slots) {
    const title = 'The source cannot lock so many tables at once.'
    return [blocker({ id: 'locks', title, detail: 'The run could not take its snapshot.', evidence, fix })]
  }
  if (pairs.length > slots / 2) {
    const title = 'The locks of this migration take more than half of what the source has.'
    const detail = 'Other sessions of the source may be refused with “out of shared memory”.'
    return [warning({ id: 'locks', title, detail, evidence, fix })]
  }
  const title = 'The source can lock all tables at once.'
  return [
    passed({ id: 'locks', title, detail: 'Only against being emptied or rewritten; others read and write.', evidence }),
  ]
}
