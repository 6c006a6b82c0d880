import { retryDelayMs } from '@/domain/config/retry'
import { sumDigests } from '@/domain/transfer/digest-sum'
import { proveTask } from '@/domain/transfer/equation'
import type { Board, BoardChunk, BoardTask } from '@/worker/engine/board'
import { Lost } from './own'
import type { Fiber, Process, World } from './process'
import { type Content, digestOf, within } from './source'
import { Broken, Fenced, landing, type Transaction } from './target'

/** What the lanes of a tenure share. */
export interface Tenure {
  readonly board: Board
  readonly epoch: number
  readonly snapshot: string | null
  readonly targetStartedAt: number
}

/** A lane's session on the source: what it sees; null: not opened. */
interface Session {
  content: Content | null
}

/** A lane of the engine, with its own decisions: what to do next, how long to wait, whether a table is proved. */
export function* lane(world: World, me: Process, tenure: Tenure): Fiber {
  const session: Session = { content: null }
  while (me.halt === null) {
    const unit = tenure.board.take(world.now)
    if (unit.kind === 'done') return
    yield
    if (unit.kind === 'wait') continue
    const task = tenure.board.task(unit.task)
    let chunk = unit.kind === 'copy' ? tenure.board.chunk(unit.task, unit.chunk) : null
    try {
      if (unit.kind === 'verify') yield* verify(world, tenure, session, task)
      else {
        if (chunk !== null) again(world, tenure, chunk)
        chunk ??= yield* cut(world, tenure, session, task)
        yield* copy(world, me, tenure, session, chunk)
      }
    } catch (error) {
      session.content = null
      failed(world, me, tenure, task, chunk, error)
    }
  }
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

function* see({ source }: World, { snapshot }: Tenure, session: Session): Fiber<Content> {
  yield
  session.content ??= snapshot === null ? null : source.import(snapshot)
  if (session.content === null) throw new Broken()
  return session.content
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

function* copy(world: World, me: Process, tenure: Tenure, session: Session, chunk: BoardChunk): Fiber {
  const { target, own } = world
  const { board, epoch } = tenure
  yield
  sameServer(world, me, tenure)
  const transaction = target.begin(me.id, epoch)
  try {
    const rows = within((yield* see(world, tenure, session))[chunk.task] ?? [], chunk)
    yield
    const { task, n, lower, upper } = chunk
    const [read, bytes] = [BigInt(rows.length), BigInt(rows.length * 8)]
    const moved = { rowsRead: read, rowsLanded: read, rowsRejected: 0n, bytes }
    const sourceDigest = digestOf(rows)
    const bounds = { lower, upper }
    const receipt = { kind: 'chunk', task, chunk: n, runId: 'r', bounds, ...moved, sourceDigest, epoch }
    transaction.change = landing(receipt, rows)
    yield* commit(world, transaction)
    if (transaction.state !== 'committed' || lostAnswer(world)) yield* ask(world, me, tenure, transaction, chunk)
    board.landed(chunk, { rows: read, rejected: 0, bytes, sourceDigest }, 5)
  } finally {
    target.abort(transaction) // where it did not end in order, its session is closed
  }
  yield
  own.held(epoch, {}, false)
}

/** A commit without an answer: its session is ended, and the receipt says whether it took place. Throws where it did not. */
function* ask(world: World, me: Process, tenure: Tenure, transaction: Transaction, { task, n }: BoardChunk): Fiber {
  const { target, holes } = world
  target.abort(transaction)
  yield
  sameServer(world, me, tenure)
  const isThere = target.receipts().some((receipt) => receipt.task === task && receipt.chunk === n)
  if (holes.noQuestion || !isThere) throw new Broken()
}

/** COMMIT is on its way; the server takes it sooner or later, also where nobody waits for the answer any more. */
function* commit({ target }: World, transaction: Transaction): Fiber {
  if (transaction.state === 'open') transaction.state = 'sent'
  yield
  if (transaction.state === 'sent') target.commit(transaction, false)
}

function lostAnswer(world: World): boolean {
  if (world.lostAnswers === 0) return false
  world.lostAnswers -= 1
  return true
}

/** Another server than the one whose receipts were read may have lost some. */
function sameServer({ target }: World, me: Process, { targetStartedAt }: Tenure): void {
  if (target.startedAt === targetStartedAt) return
  me.halt ??= 'again'
  throw new Broken()
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
