import { changeTask, type TaskChange } from '@/db/statements/write-task'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { note } from './report'

/** Ends a table; the others go on. The first reason stays. */
export async function failTask(
  { ports, hold, progress }: RunContext,
  board: Board,
  task: BoardTask,
  { reason, verdict }: { reason: string; verdict?: NonNullable<TaskChange['verdict']> },
): Promise<void> {
  if (task.failure !== null) return
  board.fail(task, reason)
  const change = { state: 'failed' as const, reason, endedAt: ports.clock.now() }
  await changeTask(ports.database.db, hold, task.plan.n, verdict === undefined ? change : { ...change, verdict })
  await note(ports, hold, { type: 'TableFailed', data: { table: task.plan.source, reason } })
  progress.news()
}
