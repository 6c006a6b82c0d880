import { blocker, passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

type Needs = Pick<PlanContext, 'pairs' | 'matched' | 'source' | 'target' | 'config' | 'reconciled'>

/** Steps that share one transaction of the target. */
const stepsAtOnce = 50
/** A table with its TOAST table, the index of that, and its key; or an index with its table. */
const locksOfStep = 4

/** Locks that the run holds at once on either side, against those that the server has room for. */
export const locks = (context: Needs): Finding[] => [ofSource(context), ofTarget(context)]

/**
 * The keeper locks every planned table, so that none is emptied or rewritten under the snapshot; each lane, which reads in one long
 * transaction, comes to hold a lock of each table and index that it has read.
 */
function ofSource({ pairs, matched, source, config }: Needs): Finding {
  const slots = source.facts.lockSlots
  const read = matched.reduce((sum, { source: { indexes } }) => sum + 1 + indexes.length, 0)
  const most = pairs.length + config.maxThreads * read
  const evidence = `${pairs.length} tables, at most ${most} locks, room for ${slots}`
  const fix = 'Raise max_locks_per_transaction on the source, set fewer threads, or split the migration.'
  const id = 'locks:source'
  if (pairs.length > slots) {
    const title = 'The source cannot lock so many tables at once.'
    return blocker({ id, title, detail: 'The run could not take its snapshot.', evidence, fix })
  }
  if (most > slots / 2) {
    const title = 'The locks of this migration may take more than half of what the source has.'
    const detail = 'Other sessions of the source may be refused with “out of shared memory”.'
    return warning({ id, title, detail, evidence, fix })
  }
  const title = 'The source can lock all tables at once.'
  return passed({ id, title, detail: 'Only against being emptied or rewritten; others read and write.', evidence })
}

function ofTarget({ matched, target, config, reconciled }: Needs): Finding {
  const slots = target.facts.lockSlots
  const widest = matched.reduce((most, { source, target: into }) => {
    return Math.max(most, 1 + (into ?? source).indexes.length)
  }, 0)
  const steps = Math.min(stepsAtOnce, reconciled.steps.length) * locksOfStep
  const most = Math.max(steps, config.maxThreads * widest)
  const evidence = `at most about ${most} locks, room for ${slots}`
  const id = 'locks:target'
  if (most > slots / 2) {
    return warning({
      id,
      title: 'The locks of this migration may take more than half of what the target has.',
      detail: 'Steps, or other sessions, may be refused with “out of shared memory”.',
      evidence,
      fix: 'Raise max_locks_per_transaction on the target.',
    })
  }
  const title = 'The target has room for the run’s locks.'
  return passed({ id, title, detail: `Up to ${stepsAtOnce} steps share a transaction.`, evidence })
}
