import type { DescribedError } from '@/connectors/errors'
import { suspendChunk } from '@/db/statements/write-chunk'
import { countError } from '@/db/statements/write-run'
import { afterFailure, type Patience } from '@/domain/config/retry'
import type { BoardChunk, BoardTask } from './board'
import type { LaneContext } from './context'
import { failTask } from './fail-task'
import { inWords, isServerAway, judge } from './failure'
import { note } from './report'

/** A chunk did not land: it is put back, waits for its next try, or ends its table or the run. */
export async function chunkFailed(run: LaneContext, chunk: BoardChunk, thrown: unknown): Promise<void> {
  const { board, halt, hold, ports } = run
  const { db } = ports.database
  const verdict = judge(thrown)
  board.later(chunk, Number.POSITIVE_INFINITY)
  if (verdict.kind === 'lost') return halt.request({ kind: 'lost' }, 0)
  if (verdict.kind === 'own') return halt.request({ kind: 'broken', cause: verdict.cause }, 0)
  if (verdict.kind === 'stopped') return suspendChunk(db, hold, chunk, 'pending')
  const { error } = verdict
  const task = board.task(chunk.task)
  await log(run, task, error, thrown)
  const { attempt, n } = chunk
  const delayMs = retryIn(run, error, chunk)
  if (delayMs === null) {
    const isOver = await giveUp(run, task, error)
    return suspendChunk(db, hold, chunk, isOver ? 'failed' : 'pending')
  }
  await suspendChunk(db, hold, chunk, 'retrying')
  const reason = inWords(error)
  const data = { table: task.plan.source, chunk: n, attempt, sqlstate: error.code, reason, delayMs }
  await note(ports, hold, { type: 'ChunkRetried', data })
  board.later(chunk, ports.clock.elapsedMs() + delayMs)
}

/** Cutting or verifying a table did not succeed. */
export async function taskFailed(run: LaneContext, task: BoardTask, thrown: unknown): Promise<void> {
  const { board, halt, ports } = run
  const verdict = judge(thrown)
  if (verdict.kind !== 'failure') {
    if (verdict.kind === 'lost') halt.request({ kind: 'lost' }, 0)
    if (verdict.kind === 'own') halt.request({ kind: 'broken', cause: verdict.cause }, 0)
    return board.taskLater(task, Number.POSITIVE_INFINITY)
  }
  task.attempt += 1
  await log(run, task, verdict.error, thrown)
  const delayMs = retryIn(run, verdict.error, task)
  if (delayMs === null) await giveUp(run, task, verdict.error)
  board.taskLater(task, delayMs === null ? Number.POSITIVE_INFINITY : ports.clock.elapsedMs() + delayMs)
}

/** When it is tried again; null: not at all. What that costs is noted in the work. */
function retryIn(
  { watch, ports }: LaneContext,
  error: DescribedError,
  work: Pick<BoardChunk, keyof Patience>,
): number | null {
  if (error.class !== 'transient') return null
  const failure = { isAway: isServerAway(error), now: ports.clock.elapsedMs(), random: ports.random() }
  const { patience, delayMs } = afterFailure(watch.controls.config.retryPolicy, work, failure)
  Object.assign(work, patience)
  return delayMs
}

/** Ends what the error ends. True: the table has failed; false: the run halts, and the table may go on later. */
async function giveUp(run: LaneContext, task: BoardTask, error: DescribedError): Promise<boolean> {
  const { board, halt } = run
  const reason = inWords(error)
  if (error.class === 'wait' || isServerAway(error)) {
    halt.request({ kind: 'waiting', reason, fix: error.fix }, 0)
    return false
  }
  if (error.class === 'run') {
    halt.request({ kind: 'failed', reason, fix: error.fix }, 0)
    return false
  }
  await failTask(run, board, task, { reason })
  return true
}

async function log(run: LaneContext, task: BoardTask, error: DescribedError, thrown: unknown): Promise<void> {
  const { hold, ports } = run
  const { migrationId, runId } = hold
  ports.log.warn({ err: thrown, migrationId, runId, task: task.plan.n }, 'a lane met an error')
  const { class: errorClass, code, fix } = error
  const seen = { migrationId, runId, task: task.plan.n, class: errorClass, sqlstate: code ?? '', fix }
  await countError(ports.database.db, { ...seen, message: inWords(error) }, ports.clock.now())
}
