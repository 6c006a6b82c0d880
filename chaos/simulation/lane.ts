import { retryDelayMs } from '@/domain/config/retry'
import { sumDigests } from '@/domain/transfer/digest-sum'
import { proveTask } from '@/domain/transfer/equation'
import type { Board, BoardChunk, BoardTask } from '@/worker/engine/board'
import { close, land, type Session, type Sight, see } from './land'
import { copyByGuest } from './order-guest'
import { Lost } from './own'
import type { Fiber, Process, World } from './process'
import { digestOf, within } from './source'
import { Broken, Fenced } from './target'

/** What the lanes of a tenure share. */
export interface Tenure extends Sight {
  readonly board: Board
}

/** A lane of the engine, with its own decisions: what to do next, how long to wait, whether a table is proved. */
export function* lane(world: World, me: Process, tenure: Tenure, number: number): Fiber {
  const session: Session = { content: null, backend: null }
  while (me.halt === null) {
    const unit = tenure.board.take(world.now)
    if (unit.kind === 'done') break
    yield
    if (unit.kind === 'wait') continue
    const task = tenure.board.task(unit.task)
    let chunk = unit.kind === 'copy' ? tenure.board.chunk(unit.task, unit.chunk) : null
    try {
      if (unit.kind === 'verify') yield* verify(world, tenure, session, task)
      else {
        if (chunk !== null) again(world, tenure, chunk)
        chunk ??= yield* cut(world, tenure, session, task)
        yield* copy(world, me, tenure, session, { lane: number, chunk })
      }
    } catch (error) {
      close(world, session)
      failed(world, me, tenure, task, chunk, error)
    }
  }
  close(world, session)
}

function failed(
  { own, random, now }: World,
  me: Process,
  { board }: Tenure,
  task: BoardTask,
  chunk: BoardChunk | null,
  error: unknown,
): void {
  if (error instanceof Fenced || error instanceof Lost) me.halt = 'lost'
  else if (!(error instanceof Broken)) throw error
  if (chunk === null) task.attempt += 1
  const delay = retryDelayMs(own.now.migration.config.retryPolicy, chunk?.attempt ?? task.attempt, random())
  // Servers out of reach cost no attempt.
  const notBefore = now + (delay ?? 500)
  if (chunk === null) board.taskLater(task, notBefore)
  else if (chunk.state === 'copying') board.later(chunk, notBefore)
}

function again(world: World, { epoch }: Tenure, chunk: BoardChunk): void {
  chunk.attempt += 1
  world.own.held(epoch, {}, false)
}

function* cut(world: World, tenure: Tenure, session: Session, task: BoardTask): Fiber<BoardChunk> {
  const { board, epoch } = tenure
  const { own, batchSize } = world
  const next = board.nextCut(task.plan.n, batchSize)
  const rows = (yield* see(world, tenure, session))[task.plan.n] ?? []
  const rest = within(rows, { lower: next.lower, upper: null })
  const last = rest[next.size.rows - 1]
  const upper = last === undefined || rest.length === next.size.rows ? null : [String(last[0])]
  yield
  if (upper === null) task.sourceRows = BigInt(rows.length)
  const bounds = { lower: next.lower, upper }
  const claimed = { task: task.plan.n, n: next.n, ...bounds, attempt: 1 }
  const counts = upper === null ? new Map([...own.now.counts, [task.plan.n, BigInt(rows.length)]]) : own.now.counts
  own.held(epoch, { chunks: [...own.now.chunks, claimed], counts }, false)
  return board.cut(task.plan.n, { chunk: next.n, bounds, sourceDigest: null })
}

function* copy(
  world: World,
  me: Process,
  tenure: Tenure,
  session: Session,
  { lane, chunk }: { lane: number; chunk: BoardChunk },
): Fiber {
  const byGuest = yield* copyByGuest(world, me, tenure, session, { lane, chunk })
  const landed = byGuest ?? (yield* land(world, me, tenure, session, chunk))
  tenure.board.landed(chunk, landed, 5)
  yield
  world.own.held(tenure.epoch, {}, false)
}

function* verify(world: World, tenure: Tenure, session: Session, task: BoardTask): Fiber {
  const { target, own } = world
  const { n } = task.plan
  if (task.sourceRows === null) {
    const rows = (yield* see(world, tenure, session))[n] ?? []
    task.sourceRows = BigInt(rows.length)
  }
  yield
  const there = target.rowsOf(n)
  task.targetRows = BigInt(there.length)
  task.targetDigest = digestOf([...there].sort(([a], [b]) => a - b))
  task.sourceDigest = sumDigests([...task.chunks.values()].map((chunk) => chunk.sourceDigest))
  const receipts = [...task.chunks.values()].map((c) => ({
    ...c,
    rowsRead: c.rows,
    rowsLanded: c.rows,
    rowsRejected: 0n,
  }))
  const digests = { source: task.sourceDigest, target: task.targetDigest }
  const proof = proveTask({
    mode: 'fail-if-not-empty',
    rejects: 0n,
    sourceRows: task.sourceRows,
    targetRows: task.targetRows,
    receipts,
    digests,
  })
  own.held(tenure.epoch, { counts: new Map([...own.now.counts, [n, task.sourceRows]]) }, false)
  if (proof.ok) tenure.board.verified(task)
  else tenure.board.fail(task, proof.reason)
}
