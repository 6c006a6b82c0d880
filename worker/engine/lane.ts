import { beginAttempt, finishChunk } from '@/db/statements/write-chunk'
import type { Unit } from '@/domain/transfer/next-unit'
import type { BoardChunk, Landed } from './board'
import type { LaneContext } from './context'
import { copyChunk } from './copy-chunk'
import { cutChunk } from './cut-chunk'
import { helpDigest } from './digest-target'
import { chunkFailed, taskFailed } from './lane-failures'
import { LaneSessions } from './lane-sessions'
import { copyByGuest } from './order-guest'
import { quarantineChunk } from './quarantine-chunk'
import { isOfRows, siftChunk } from './sift-chunk'
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
      await run.notes.turn()
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
  if (unit.kind === 'help') return helpDigest(run, sessions, task)
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
  const made = await cutChunk(run, sessions, lane, task)
  if (made !== null) await copy(run, sessions, lane, made)
}

async function copyAgain(run: LaneContext, sessions: LaneSessions, lane: number, chunk: BoardChunk): Promise<void> {
  const { hold, ports } = run
  chunk.attempt += 1
  await beginAttempt(ports.database.db, hold, chunk, { attempt: chunk.attempt, lane, now: ports.clock.now() })
  await copy(run, sessions, lane, { chunk, claimed: Promise.resolve() })
}

async function copy(
  run: LaneContext,
  sessions: LaneSessions,
  lane: number,
  { chunk, claimed }: { chunk: BoardChunk; claimed: Promise<void> },
): Promise<void> {
  const { board, ports, hold, progress } = run
  const { clock } = ports
  const startedMs = clock.elapsedMs()
  const landed = await copyHereOrThere(run, sessions, lane, { chunk, claimed })
    .catch(async (error: unknown) => {
      if (!isOfRows(run, error)) throw error
      await sessions.close()
      await claimed
      return siftChunk(run, sessions, chunk)
    })
    .catch(async (error: unknown) => {
      await sessions.close()
      await Promise.allSettled([claimed]) // what is noted of it comes after its claim
      await chunkFailed(run, chunk, error)
    })
  if (landed === undefined) return
  const ms = Math.round(clock.elapsedMs() - startedMs)
  board.landed(chunk, landed, ms)
  progress.landed(landed.rows)
  const noted = finishChunk(ports.database.db, hold, chunk, { ...landed, ms, now: clock.now() })
  run.notes.follow(noted)
  if (landed.rejected === 0 && !board.task(chunk.task).gaveWay) return
  await noted
  await quarantineChunk(run, sessions, chunk)
}

/** A lane that a worker elsewhere works is copied by it, once its bounds are stored; what does not land there is copied here. */
async function copyHereOrThere(
  run: LaneContext,
  sessions: LaneSessions,
  lane: number,
  { chunk, claimed }: { chunk: BoardChunk; claimed: Promise<void> },
): Promise<Landed> {
  const hasGuests = run.watch.controls.guests > 0
  if (hasGuests) await claimed
  const byGuest = hasGuests ? await copyByGuest(run, sessions, lane, chunk) : null
  return byGuest ?? copyChunk(run, sessions, chunk, claimed)
}
