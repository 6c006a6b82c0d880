import type { Landed } from '@/worker/engine/board'
import type { Fiber, Hand, World } from './process'
import { forgetBackends, noteBackend } from './seats'
import { type Content, digestOf, type Range, within } from './source'
import { type Backend, Broken, landing, type Transaction } from './target'

/** Under what it copies. */
export interface Sight {
  readonly epoch: number
  readonly snapshot: string | null
  readonly targetStartedAt: number
}

/** What is open: what it sees of the source, and its backend on the target; null: not opened. */
export interface Session {
  content: Content | null
  backend: Backend | null
}

/** The range of a task that is to be copied. */
type Chunk = { readonly task: number; readonly n: number } & Range

export function* see({ source }: World, { snapshot }: Sight, session: Session): Fiber<Content> {
  yield
  session.content ??= snapshot === null ? null : source.import(snapshot)
  if (session.content === null) throw new Broken()
  return session.content
}

/** The backend on the target: opened, noted before its first use, and looked at whether it is the server that was known. */
export function* onTarget(world: World, hand: Hand, sight: Sight, session: Session): Fiber<Backend> {
  if (session.backend !== null) return session.backend
  const { target, own, holes } = world
  yield
  const backend = target.connect(hand.id)
  yield
  noteBackend(own, sight.epoch, backend, holes.noSeat ? null : hand.seat)
  yield
  if (target.startedAt !== sight.targetStartedAt) {
    // Another server than the one whose receipts were read may have lost some.
    hand.halt ??= 'again'
    throw new Broken()
  }
  session.backend = backend
  return backend
}

/** Ends a session in order. */
export function close({ target, own }: World, session: Session): void {
  session.content = null
  if (session.backend === null) return
  target.disconnect(session.backend)
  forgetBackends(own, [session.backend])
  session.backend = null
}

/** Copies one chunk: its rows and its receipt in one transaction. */
export function* land(world: World, hand: Hand, sight: Sight, session: Session, chunk: Chunk): Fiber<Landed> {
  const { target, random } = world
  // Both ends are opened side by side.
  if (random() < 0.5) yield* see(world, sight, session)
  const backend = yield* onTarget(world, hand, sight, session)
  yield
  const transaction = target.begin(backend, sight.epoch)
  try {
    const rows = within((yield* see(world, sight, session))[chunk.task] ?? [], chunk)
    yield
    // The grace of a halt may be over before the rows have come.
    if (hand.halt !== null && random() < 0.3) throw new Broken()
    const { task, n, lower, upper } = chunk
    const [read, bytes] = [BigInt(rows.length), BigInt(rows.length * 8)]
    const moved = { rowsRead: read, rowsLanded: read, rowsRejected: 0n, bytes }
    const sourceDigest = digestOf(rows)
    const receipt = {
      kind: 'chunk',
      task,
      chunk: n,
      runId: 'r',
      bounds: { lower, upper },
      ...moved,
      sourceDigest,
      readDigest: null,
    }
    transaction.change = landing({ ...receipt, epoch: sight.epoch }, rows)
    yield* commit(world, transaction)
    if (transaction.state !== 'committed' || lostAnswer(world)) yield* ask(world, hand, sight, session, chunk)
    return { rows: read, rejected: 0, bytes, sourceDigest }
  } finally {
    target.abort(transaction) // where it did not end in order, its session is closed
  }
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

/** A commit without an answer: its backend is ended, and the receipt says whether it took place. Throws where it did not. */
function* ask(world: World, hand: Hand, sight: Sight, session: Session, { task, n }: Chunk): Fiber {
  const { target, holes, random } = world
  if (holes.blindTrust) return
  if (session.backend !== null) target.end(session.backend, random)
  session.backend = null
  yield* onTarget(world, hand, sight, session)
  yield
  const isThere = target.receipts().some((receipt) => receipt.task === task && receipt.chunk === n)
  if (holes.noQuestion || !isThere) throw new Broken()
}
