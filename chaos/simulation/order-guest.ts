import type { BoardChunk, Landed } from '@/worker/engine/board'
import { onTarget, type Session, type Sight } from './land'
import type { Fiber, Hand, World } from './process'
import type { Seat } from './seat'
import { changeSeat, dismiss, forgetBackends, rowOf } from './seats'

/** Has the guest of a lane copy a chunk, where there is one; null: it is not in the target, and the lane copies it itself. */
export function* copyByGuest(
  world: World,
  hand: Hand,
  sight: Sight,
  session: Session,
  { lane, chunk }: { lane: number; chunk: BoardChunk },
): Fiber<Landed | null> {
  const { own, target } = world
  const { epoch, snapshot, targetStartedAt } = sight
  const seat = own.now.seats.get(lane)
  if (seat?.epoch !== epoch || seat.leaseUntil <= world.now || snapshot === null || hand.halt !== null) return null
  yield
  const { task, n, lower, upper } = chunk
  const order = { id: ++world.names, chunk: { task, n, lower, upper }, snapshot, targetStartedAt }
  if (world.now >= (rowOf(own, seat)?.leaseUntil ?? 0) || !changeSeat(own, seat, { order, answer: null })) return null
  world.orders += 1
  const answer = yield* untilAnswered(world, seat, order.id)
  if (answer === null) yield* shutOut(world, hand, sight, session, seat)
  else if (answer.landed !== null) return answer.landed
  yield* onTarget(world, hand, sight, session)
  yield
  const receipt = target.receipts().find((r) => r.task === task && r.chunk === n)
  if (receipt === undefined) return null
  const { rowsLanded: rows, bytes, sourceDigest } = receipt
  return { rows, rejected: 0, bytes, sourceDigest }
}

/** Null: the guest is gone, or silent for longer than its lease. */
function* untilAnswered(world: World, seat: Seat, id: number): Fiber<Seat['answer']> {
  for (;;) {
    yield
    const row = rowOf(world.own, seat)
    if (row === null) return null
    if (row.answer?.id === id) return row.answer
    if (row.leaseUntil <= world.now) return null
  }
}

/** A silent guest loses its seat, so that it opens nothing more; what it has open is ended, and then the receipt says what it did. */
function* shutOut(world: World, hand: Hand, sight: Sight, session: Session, { workerId }: Seat): Fiber {
  const { own, target, random } = world
  dismiss(own, (seat) => seat.workerId === workerId)
  const noted = own.now.backends.filter(({ by }) => by === workerId)
  yield* onTarget(world, hand, sight, session)
  for (const backend of noted) {
    yield
    target.end(backend, random)
  }
  forgetBackends(own, noted)
}
