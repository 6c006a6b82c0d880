import type { Board } from './board'
import type { RunContext } from './context'
import { failTask } from './fail-task'

/** So many workers may fall silent over one chunk: the last of them copied nothing else. */
const mostDeaths = 2

/** A chunk that workers die of again and again stops its table, and the others go on. */
export async function stopPoisoned(run: RunContext, board: Board): Promise<void> {
  for (const task of board.tasks) {
    const poisoned = [...task.waiting].find(({ deaths }) => deaths >= mostDeaths)
    if (poisoned === undefined) continue
    const reason = `Workers died ${poisoned.deaths} times while they copied its chunk ${poisoned.n}: it is not tried a third time.`
    await failTask(run, board, task, { reason })
  }
}
