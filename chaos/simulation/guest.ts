import type { Landed } from '@/worker/engine/board'
import { close, land, type Session } from './land'
import { Lost } from './own'
import { type Fiber, heartbeatMs, leaseMs, type Post, type Process, type World } from './process'
import type { Order } from './seat'
import { changeSeat, dismiss, joinLane, rowOf } from './seats'
import { Broken, Fenced } from './target'

/** After a chunk that did not land from here, the run is left alone so long. */
const shyMs = 100
/** How often a guest looks what is wanted of it, at most. */
const lookMs = 10

/** What every worker does beside its own runs: lends a hand to one that another holds. */
export function* guest(world: World, me: Process): Fiber {
  let shyUntil = 0
  for (;;) {
    yield
    const { own, plan, now } = world
    if (now < shyUntil) continue
    const seat = joinLane(own, { id: ++world.names, workerId: me.id, now, leaseMs, tables: plan.tasks.length })
    if (seat === null) continue
    world.guests += 1
    const post: Post = { id: me.id, seat, halt: null, lookedAt: now, renewedAt: now }
    me.posts.add(post)
    if (!(yield* serve(world, post))) shyUntil = world.now + shyMs
    me.posts.delete(post)
    yield
    dismiss(own, ({ id }) => id === seat.id)
  }
}

/** Obeys one order after the other; false: a chunk did not land. */
function* serve(world: World, post: Post): Fiber<boolean> {
  const { own } = world
  const { seat } = post
  const session: Session = { content: null, backend: null }
  let served: Order | null = null
  while (post.halt === null) {
    yield
    const order: Order | null = rowOf(own, seat)?.order ?? null
    if (order === null || order.id === served?.id) continue
    if (served?.snapshot !== order.snapshot || served.targetStartedAt !== order.targetStartedAt) close(world, session)
    served = order
    const landed: Landed | null = yield* obey(world, post, session, order)
    yield
    changeSeat(own, seat, { answer: { id: order.id, landed } })
    if (landed === null) return false
  }
  close(world, session)
  return true
}

function* obey(world: World, post: Post, session: Session, order: Order): Fiber<Landed | null> {
  try {
    return yield* land(world, post, { ...order, epoch: post.seat.epoch }, session, order.chunk)
  } catch (error) {
    if (!(error instanceof Broken || error instanceof Fenced || error instanceof Lost)) throw error
    close(world, session)
    return null
  }
}

/** What the loop beside a guest's copying does: keeps the lease, and looks whether the run goes on as it was. */
export function attendPosts({ own, now, random }: World, { posts }: Process): void {
  for (const post of posts) {
    // It looks now and then: what was done in between was done on what it saw last.
    if (now - post.lookedAt < lookMs || random() < 0.5) continue
    post.lookedAt = now
    const { state, intent, epoch } = own.now.migration
    if (state !== 'Running' || epoch !== post.seat.epoch) post.halt = 'lost'
    else if (intent !== 'none') post.halt ??= 'pausing'
    if (now - post.renewedAt <= heartbeatMs) continue
    post.renewedAt = now
    if (!changeSeat(own, post.seat, { leaseUntil: now + leaseMs })) post.halt = 'lost'
  }
}
