import { proveTask } from '@/domain/transfer/equation'
import { Board, type BoardTask } from '@/worker/engine/board'
import { lane } from './lane'
import { Lost } from './own'
import { type Fiber, type Halt, heartbeatMs, leaseMs, type Process, type World } from './process'
import { lanes } from './seat'
import { dismiss, forgetBackends, noteBackend } from './seats'
import { digestOf, within } from './source'
import { type Backend, Broken, Fenced, type Noted, undoing } from './target'

/** A worker process: it claims the run whenever it may, and executes it. */
export function* worker(world: World, me: Process): Fiber {
  for (;;) {
    yield
    me.epoch = world.own.claim(me.id, world.now, leaseMs)
    me.renewedAt = world.now
    while (me.epoch !== null) {
      me.halt = null
      if (me.keeper !== null && world.source.import(me.keeper) === null) me.keeper = null
      const end = yield* tenure(world, me, me.epoch)
      if (end === 'again' && holds(world, me)) continue
      if (end === 'cancelling') world.own.decide({ type: 'cancelled', epoch: me.epoch }, me.id, world.now)
      if (end === 'pausing') world.own.decide({ type: 'paused', epoch: me.epoch, reason: null }, me.id, world.now)
      me.epoch = null
    }
    if (me.keeper !== null) world.source.end(me.keeper)
    me.keeper = null
    world.own.release(me.id)
  }
}

const holds = ({ own }: World, me: Process) => own.now.run.workerId === me.id && own.now.run.epoch === me.epoch

/** What the loop beside the lanes does: renews the lease, and looks whether the run is still wanted. */
export function attend(world: World, me: Process): void {
  if (me.epoch === null || me.halt === 'lost') return
  const { migration } = world.own.now
  if (world.now - me.renewedAt > heartbeatMs) {
    me.renewedAt = world.now
    if (!world.own.renew(me.id, world.now, leaseMs)) me.halt = 'lost'
  }
  if (migration.epoch !== me.epoch || migration.state !== 'Running') me.halt = 'lost'
  else if (migration.intent === 'cancelling') me.halt = 'cancelling'
  else if (migration.intent === 'pausing') me.halt ??= 'pausing'
  else if (me.keeper !== null && world.source.import(me.keeper) === null) me.halt ??= 'again'
}

function* tenure(world: World, me: Process, epoch: number): Fiber<Halt | 'over'> {
  try {
    return yield* work(world, me, epoch)
  } catch (error) {
    if (error instanceof Fenced || error instanceof Lost) return 'lost'
    // Its session on the target is gone: everything is looked at anew.
    if (error instanceof Broken) return me.halt ?? 'again'
    if (error === halted) return me.halt ?? 'again'
    throw error
  }
}

const halted = new Error('The run halts.')

function* step(me: Process): Fiber {
  yield
  if (me.halt === 'lost') throw halted
}

function* work(world: World, me: Process, epoch: number): Fiber<Halt | 'over'> {
  const { target, own, plan } = world
  const control = target.connect(me.id)
  yield* step(me)
  noteBackend(own, epoch, control, null)
  yield* shutOut(world, me, epoch, control)
  if (me.halt !== null) return me.halt
  const { board, snapshot } = yield* learn(world, me, epoch, control)
  const { startedAt: targetStartedAt } = target
  const tenure = { board, epoch, snapshot, targetStartedAt }
  const under = new Set(Array.from({ length: lanes }, (_, n) => ended(lane(world, me, tenure, n))))
  me.fibers.push(...[...under].map(({ fiber }) => fiber))
  while ([...under].some(({ isOver }) => !isOver())) yield
  if (me.halt !== null) return me.halt
  yield* step(me)
  // What follows the rows is durable, and with it all that came before.
  target.commit(target.begin(control, epoch), true)
  yield* step(me)
  if (target.startedAt !== targetStartedAt) return 'again'
  // Nothing is taken from memory but the source's evidence.
  const reasons = plan.tasks.flatMap(({ n }) => board.task(n).failure ?? whyNot(world, board.task(n)) ?? [])
  yield* step(me)
  if (reasons.length === 0)
    own.decide({ type: 'completed', epoch, rows: '0', tables: plan.tasks.length }, me.id, world.now)
  else own.decide({ type: 'failed', epoch, reason: reasons.join(' '), fix: '' }, me.id, world.now)
  return 'over'
}

function ended(inner: Fiber) {
  let over = false
  function* outer(): Fiber {
    yield* inner
    over = true
  }
  return { fiber: outer(), isOver: () => over }
}

/** Ends what earlier holders and guests have open, waits for what does not end at once, raises the fence. */
function* shutOut(world: World, me: Process, epoch: number, control: Backend): Fiber {
  const { target, own, holes, random } = world
  dismiss(own, () => true)
  const noted = own.now.backends.filter((backend) => backend !== control)
  yield* step(me)
  for (const backend of noted) if (random() < 0.7) target.end(backend, random)
  forgetBackends(own, noted)
  yield* step(me)
  while (!holes.noWait && !holes.noFence && target.open.size > 0) {
    // The exclusive lock waits. A backend whose process is gone ends in the end.
    for (const transaction of [...target.open]) if (random() < 0.3) target.abort(transaction)
    yield* step(me)
  }
  target.raiseFence(epoch)
}

function* learn(
  world: World,
  me: Process,
  epoch: number,
  control: Backend,
): Fiber<{ board: Board; snapshot: string | null }> {
  const { target, own, plan, source } = world
  yield* step(me)
  const boardNow = () => {
    const tasks = plan.tasks.map(({ n }) => ({ n, sourceRows: own.now.counts.get(n) ?? null, state: 'copying' }))
    return new Board(plan, { tasks, chunks: own.now.chunks } as never, target.receipts())
  }
  const board = boardNow()
  noteForgotten(world, board, epoch)
  if (board.tasks.every((task) => task.cutAll && task.waiting.size === 0 && task.sourceRows !== null))
    return { board, snapshot: null }
  if (me.keeper !== null && source.import(me.keeper) !== null) return { board, snapshot: me.keeper }
  yield* step(me)
  const adopted = own.now.run.snapshotName === null ? null : source.adopt(own.now.run.snapshotName)
  if (adopted !== null) {
    me.keeper = adopted
    yield* step(me)
    own.held(epoch, { run: { ...own.now.run, snapshotName: adopted } }, true)
    source.endAllBut(adopted)
    return { board, snapshot: adopted }
  }
  source.endAllBut(null)
  yield* step(me)
  const fresh = source.export()
  try {
    if (own.now.chunks.length > 0 || target.receipts().length > 0) yield* moveTo(world, me, epoch, fresh, control)
    yield* step(me)
    own.held(epoch, { run: { ...own.now.run, snapshotName: fresh } }, true)
    me.keeper = fresh
  } finally {
    if (me.keeper !== fresh) source.end(fresh) // of no use: let go at once
  }
  return { board: boardNow(), snapshot: fresh }
}

function noteForgotten({ own }: World, board: Board, epoch: number): void {
  const known = new Set(own.now.chunks.map(({ task, n }) => `${task} ${n}`))
  const forgotten = board.tasks
    .flatMap((task) => [...task.chunks.values()])
    .filter(({ task, n }) => !known.has(`${task} ${n}`))
  const noted = forgotten.map(({ task, n, lower, upper, attempt }) => ({ task, n, lower, upper, attempt }))
  own.held(epoch, { chunks: [...own.now.chunks, ...noted] }, false)
}

/** Every chunk that landed is looked at under the new snapshot; what has changed is taken out, table by table, before anything is copied. */
function* moveTo(world: World, me: Process, epoch: number, snapshot: string, control: Backend): Fiber {
  const { target, own, source, plan, holes } = world
  const content = source.import(snapshot)
  if (content === null) throw halted
  const { receipts, startedAt } = { receipts: target.receipts(), startedAt: target.startedAt }
  yield* step(me)
  for (const { n } of plan.tasks) {
    const landed = receipts.filter((receipt) => receipt.task === n)
    const sum = landed.reduce((rows, receipt) => rows + Number(receipt.rowsLanded), 0)
    const isWhole = target.ownRows(n) !== sum
    const isChanged = (r: Noted) => isWhole || digestOf(within(content[n] ?? [], r.bounds)) !== r.sourceDigest
    const gone = holes.noRecheck ? [] : landed.filter(isChanged)
    yield* step(me)
    if (target.startedAt !== startedAt) throw halted
    const transaction = target.begin(control, epoch)
    transaction.change = undoing(gone)
    target.commit(transaction, true)
  }
  own.held(epoch, { counts: new Map() }, true)
}

/** Null: the equation of a table holds, by what the target says now. */
function whyNot({ target }: World, task: BoardTask): string | null {
  const { n } = task.plan
  const receipts = target.receipts().filter((receipt) => receipt.task === n)
  const digests = { source: task.sourceDigest, target: task.targetDigest }
  const { sourceRows, targetRows } = task
  const proof = proveTask({
    mode: 'fail-if-not-empty',
    rejects: 0n,
    sourceRows,
    targetRows,
    receipts: receipts.map((r) => ({ ...r, ...r.bounds })),
    digests,
  })
  return proof.ok ? null : proof.reason
}
