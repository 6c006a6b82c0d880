import { readRun } from '@/db/statements/read-run'
import type { LaneContext } from './context'
import type { HaltReason } from './halt'

/** Somebody asked for a table or chunk that only a new look at everything can bring back. */
export const takenUpAgain: HaltReason = {
  kind: 'again',
  reason: 'A table or chunk is to be taken up again.',
  asked: true,
}

/**
 * Takes up what somebody asked for while the lanes are at work: a chunk that waits for its next try is tried at once, and the others are
 * not disturbed. For a table that has failed the lanes halt.
 */
export async function takeUpAgain({ ports, hold, board, halt }: LaneContext): Promise<void> {
  const { tasks, chunks } = await readRun(ports.database.db, hold)
  const failed = new Set(tasks.filter(({ state }) => state === 'failed').map(({ n }) => n))
  const isBack = board.tasks.some(({ plan, failure }) => failure !== null && !failed.has(plan.n))
  if (isBack) return halt.request(takenUpAgain, ports.timing.pauseGraceMs)
  for (const { task, n, state, attempt } of chunks) {
    const known = board.task(task).chunks.get(n)
    if (state === 'pending' && attempt === 0 && known?.state === 'waiting') board.again(known)
  }
}
