import type pg from 'pg'
import { importSnapshot, isSnapshotGone } from '@/connectors/postgres/snapshot'
import type { RunContext } from './context'
import { Stopped } from './failure'

/** Lets a session see the run's snapshot. Where that is gone, so is its keeper: the run halts, to look at everything anew. */
export async function seeSnapshot({ halt }: RunContext, source: pg.Client, name: string): Promise<void> {
  try {
    await importSnapshot(source, name)
  } catch (error) {
    if (!isSnapshotGone(error)) throw error
    const reason = 'The snapshot of the source is gone.'
    halt.request({ kind: 'again', reason }, 0)
    throw new Stopped(reason)
  }
}
