import { once } from 'node:events'
import type { LaneContext } from './context'
import { judge } from './failure'
import { runLane } from './lane'
import { takeUpAgain } from './take-up-again'

/**
 * Runs as many lanes as the settings allow, and no more than there is work, until every table has landed and been verified or has
 * failed, or the run halts. When it returns, no lane is left, nor any of their sessions.
 */
export async function runLanes(run: LaneContext): Promise<void> {
  const { board, halt, watch } = run
  const running = new Map<number, Promise<void>>()
  const fill = () => {
    for (let lane = 0; lane < watch.controls.config.maxThreads; lane++) {
      if (halt.soft.aborted || board.isDone || running.has(lane)) continue
      const ended = runLane(run, lane)
        .catch((error: unknown) => broken(run, error))
        .finally(() => running.delete(lane))
      running.set(lane, ended)
    }
  }
  const forget = watch.onChange(fill)
  watch.onRetry = () => void takeUpAgain(run).catch((error: unknown) => broken(run, error))
  try {
    for (fill(); running.size > 0; ) await Promise.race(running.values())
  } finally {
    watch.onRetry = null
    forget()
    await settle(run).catch((error: unknown) => broken(run, error))
  }
}

/** How long a run that halts waits for its notes: they are hints, and their connection may be what broke. */
const noteMs = 2_000

async function settle({ halt, notes, ports }: LaneContext): Promise<void> {
  const over = new AbortController()
  const halted = async () => {
    if (!halt.soft.aborted) await once(halt.soft, 'abort', { signal: over.signal })
    await ports.sleep(noteMs, over.signal)
  }
  const settled = notes.settle().finally(() => over.abort())
  await Promise.race([settled, halted().catch(() => settled)])
}

/** What a lane could not handle: Godwit's own database is gone, or a bug. */
function broken({ halt, ports }: LaneContext, error: unknown): void {
  const isLost = judge(error).kind === 'lost'
  if (!isLost) ports.log.error({ err: error }, 'a lane broke')
  halt.request(isLost ? { kind: 'lost' } : { kind: 'broken', cause: error }, 0)
}
