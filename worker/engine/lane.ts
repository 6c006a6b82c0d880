import { countRows, nextUpperBound } from '@/connectors/postgres/read'
import { beginAttempt, claimChunk, finishChunk } from '@/db/statements/write-chunk'
import { type ChunkSize, isNotable } from '@/domain/transfer/chunk-size'
import type { Unit } from '@/domain/transfer/next-unit'
import type { BoardChunk, BoardTask } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { copyChunk } from './copy-chunk'
import { chunkFailed, taskFailed } from './lane-failures'
import { LaneSessions } from './lane-sessions'
import { note } from './report'
import { verifyTask } from './verify-task'

/** The longest a lane without work sleeps before it looks again. */
const idleMs = 1_000

/**
 * One lane: takes units from the board until there are none, the run halts, or the settings allow fewer lanes. Its connections are
 * opened with its first unit and closed at its end, whatever happens.
 */
export async function runLane(run: LaneContext, lane: number): Promise<void> {
  const { board, halt, ports, watch, progress } = run
  const sessions = new LaneSessions(run, lane)
  try {
    while (!halt.soft.aborted && lane < watch.controls.config.maxThreads) {
      const unit = board.take(ports.clock.elapsedMs())
      if (unit.kind === 'done') return
      if (unit.kind === 'wait') {
        await idle(run, unit.until)
        continue
      }
      progress.lane(1)
      try {
        await work(run, sessions, lane, unit)
      } finally {
        progress.lane(-1)
      }
    }
  } finally {
    await sessions.close()
  }
}

async function idle({ board, halt, ports }: LaneContext, until: number | null): Promise<void> {
  const waitMs = until === null ? idleMs : Math.min(idleMs, Math.max(1, until - ports.clock.elapsedMs()))
  const over = new AbortController()
  void board.changed().then(() => over.abort())
  await ports.sleep(waitMs, AbortSignal.any([over.signal, halt.soft]))
}

type Work = Exclude<Unit, { kind: 'wait' | 'done' }>

async function work(run: LaneContext, sessions: LaneSessions, lane: number, unit: Work): Promise<void> {
  const { board } = run
  if (unit.kind === 'copy') return copyAgain(run, sessions, lane, board.chunk(unit.task, unit.chunk))
  const task = board.task(unit.task)
  try {
    if (unit.kind === 'verify') {
      await verifyTask(run, sessions, task)
      board.verified(task)
      return run.progress.news()
    }
  } catch (error) {
    await sessions.close()
    return taskFailed(run, task, error)
  }
  const chunk = await cut(run, sessions, lane, task)
  if (chunk !== null) await copy(run, sessions, chunk)
}

async function copyAgain(run: LaneContext, sessions: LaneSessions, lane: number, chunk: BoardChunk): Promise<void> {
  const { hold, ports } = run
  chunk.attempt += 1
  await beginAttempt(ports.database.db, hold, chunk, { attempt: chunk.attempt, lane, now: ports.clock.now() })
  await copy(run, sessions, chunk)
}

/** Cuts the next chunk of a task and stores its bounds; with the last one the source counts the table. Null: it did not succeed. */
async function cut(
  run: LaneContext,
  sessions: LaneSessions,
  lane: number,
  task: BoardTask,
): Promise<BoardChunk | null> {
  const { board, ports, hold, watch } = run
  const { db } = ports.database
  const { n: number } = task.plan
  const { n, lower, size } = board.nextCut(number, watch.controls.config.batchSize)
  const { rows } = size
  try {
    const source = await sessions.source()
    const next = nextUpperBound(source.client, task.plan, { lower, rows, blockRows: blockRows(task) })
    const upper = await breakable(run, source, next)
    if (upper === null) task.sourceRows ??= await breakable(run, source, countRows(source.client, task.plan.source))
    const { sourceRows } = task
    await claimChunk(db, hold, { task: number, n, lower, upper, lane, sourceRows }, ports.clock.now())
    run.progress.news()
    await tellSize(run, task, size)
    return board.cut(number, { chunk: n, bounds: { lower, upper } })
  } catch (error) {
    await sessions.close()
    await taskFailed(run, task, error)
    return null
  }
}

/** The size of chunks is steered: what changes it much is told, with its reason. */
async function tellSize({ ports, hold }: LaneContext, task: BoardTask, { rows, reason }: ChunkSize): Promise<void> {
  const before = task.toldRows
  if (before !== null && !isNotable(before, rows)) return
  task.toldRows = rows
  if (before === null) return
  await note(ports, hold, { type: 'ChunkSizeChanged', data: { table: task.plan.source, before, after: rows, reason } })
}

const blockBytes = 8_192

/** About how many rows a block of the table holds. */
function blockRows({ plan }: BoardTask): number {
  const rows = Number(plan.rowEstimate ?? '0')
  const blocks = Number(plan.sizeBytes) / blockBytes
  return rows > 0 && blocks > 0 ? Math.max(1, rows / blocks) : 1
}

async function copy(run: LaneContext, sessions: LaneSessions, chunk: BoardChunk): Promise<void> {
  const { board, ports, hold, progress } = run
  const { clock } = ports
  const startedMs = clock.elapsedMs()
  const landed = await copyChunk(run, sessions, chunk).catch(async (error: unknown) => {
    await sessions.close()
    await chunkFailed(run, chunk, error)
  })
  if (landed === undefined) return
  const ms = Math.round(clock.elapsedMs() - startedMs)
  board.landed(chunk, landed, ms)
  progress.landed(landed.rows)
  await finishChunk(ports.database.db, hold, chunk, { ...landed, ms, now: clock.now() })
}
