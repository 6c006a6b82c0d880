import type { Plan } from '@/domain/plan/plan'
import { findGap, gapInWords } from '@/domain/transfer/chunk-cover'
import { between, oneOf, type Random, randomOf } from '../random'
import { attendPosts, guest } from './guest'
import { Own } from './own'
import { leaseMs, type Process, type World } from './process'
import type { Seat } from './seat'
import { rowOf } from './seats'
import { Source } from './source'
import { type Holes, Target } from './target'
import { attend, worker } from './tenure'

/** What a simulated run came to. */
export interface Simulated {
  readonly violations: readonly string[]
  readonly steps: number
  readonly faults: number
  readonly epochs: number
  readonly snapshots: number
  /** Lanes that guests took, and chunks that they were told to copy. */
  readonly guests: number
  readonly orders: number
}

const maxSteps = 20_000
/** After this many steps nothing bad happens any more: the run has to complete. */
const troubleSteps = 700
/** So long zombies are watched after the run has completed. */
const afterSteps = 60

/** Plays a whole run of the engine's decisions in a simulated world: clock, crashes, lost commits, zombies. Always the same for a seed. */
export function simulate(seed: number, holes: Holes = {}): Simulated {
  const random = randomOf(seed)
  const tables = between(random, 1, 2)
  const own = new Own()
  const world: World = {
    random,
    plan: planOf(tables, random),
    source: new Source(random, tables),
    target: new Target(holes, () =>
      own.now.migration.state === 'Running' ? null : `it is ${own.now.migration.state}`,
    ),
    own,
    holes,
    batchSize: between(random, 1, 5),
    now: 0,
    lostAnswers: 0,
    names: 0,
    guests: 0,
    orders: 0,
  }
  const processes = Array.from({ length: 3 }, () => born(world))
  const rate = 0.01 + random() * 0.06
  // Now and then somebody cancels it; nothing is written after that.
  const cancelAt = random() < 0.1 ? between(random, 50, troubleSteps) : null
  let faults = 0
  let steps = 0
  for (let left = afterSteps; steps < maxSteps && left > 0; steps++) {
    world.now += between(random, 1, 4)
    if (random() < 0.05) world.source.change(random)
    if (steps < troubleSteps && random() < rate) {
      faults += 1
      harm(world, processes)
    }
    serve(world)
    advance(world, oneOf(random, processes))
    if (steps === cancelAt) own.decide({ type: 'cancel', reason: null }, null, world.now)
    const { state } = own.now.migration
    // So that whoever writes while it is paused is seen.
    if (state === 'Paused' && random() < 0.004) own.decide({ type: 'resume', reason: null }, null, world.now)
    if (state === 'Completed' || state === 'Failed' || state === 'Cancelled') left -= 1
    if (world.target.violations.length > 0) break
  }
  return {
    violations: [...world.target.violations, ...judge(world, cancelAt !== null)],
    steps,
    faults,
    epochs: world.own.now.run.epoch,
    snapshots: world.source.taken,
    guests: world.guests,
    orders: world.orders,
  }
}

function born(world: World): Process {
  const id = `worker ${++world.names}`
  const none = { frozenUntil: 0, epoch: null, renewedAt: 0, halt: null, keeper: null, seat: null }
  const process: Process = { id, ...none, fibers: [], posts: new Set() }
  process.fibers.push(worker(world, process), guest(world, process))
  return process
}

/** One of the things that a process does goes one step on. */
function advance(world: World, process: Process): void {
  if (process.frozenUntil > world.now) return
  attend(world, process)
  attendPosts(world, process)
  const fiber = oneOf(world.random, process.fibers)
  if (fiber.next().done) process.fibers = process.fibers.filter((other) => other !== fiber)
}

/** The target takes commits that are on their way, whoever waits for the answer. */
function serve({ target, random }: World): void {
  for (const transaction of target.open) {
    if (transaction.state === 'sent' && random() < 0.15) target.commit(transaction, false)
  }
}

/** A guest has an order that it has not answered. */
const isBusy = (seat: Seat | null) => seat !== null && seat.order !== null && seat.answer === null

function harm(world: World, processes: Process[]): void {
  const { random, source, target, own } = world
  const n = between(random, 0, processes.length - 1)
  const process = processes[n]
  if (process === undefined) return
  const pause = () => void own.decide({ type: 'pause', reason: null }, null, world.now)
  const harmGuest = () => {
    const busy = processes.find(({ posts }) => [...posts].some(({ seat }) => isBusy(rowOf(own, seat))))
    if (busy === undefined) return
    // In the middle of an order, and meanwhile the run halts without another epoch, or goes on.
    busy.frozenUntil = world.now + between(random, leaseMs, 900)
    oneOf(random, [pause, () => source.endAllBut(null), () => undefined])()
  }
  const harms = [
    () => {
      if (process.keeper !== null) source.end(process.keeper)
      processes[n] = born(world)
    },
    () => {
      process.frozenUntil = world.now + between(random, 50, 900)
    },
    () => {
      world.lostAnswers += between(random, 1, 3)
    },
    () => {
      for (const { backend } of [...target.open]) target.end(backend, random)
    },
    () => target.crash(random),
    () => own.crash(random),
    () => source.endAllBut(null),
    pause,
    harmGuest,
    harmGuest,
    () => own.renew(own.now.run.workerId ?? '', world.now, -1_000),
  ]
  oneOf(random, harms)()
}

/** Completed means: the target holds exactly what the run's snapshot held, whatever came after. */
function judge({ own, source, target, plan }: World, mayBeCancelled: boolean): string[] {
  const { migration, run } = own.now
  if (mayBeCancelled && migration.state === 'Cancelled') return []
  if (migration.state !== 'Completed') return [`it did not complete: ${migration.state}`]
  const content = source.contentOf(run.snapshotName ?? '')
  return plan.tasks.flatMap(({ n }) => {
    const gap = findGap(target.receipts().flatMap(({ task, bounds }) => (task === n ? [bounds] : [])))
    if (gap !== null) return [`table ${n}: ${gapInWords(gap)}`]
    const there = [...target.rowsOf(n)].sort(([a], [b]) => a - b)
    return JSON.stringify(there) === JSON.stringify(content[n]) ? [] : [`table ${n} differs from its snapshot`]
  })
}

function planOf(tables: number, random: Random): Plan {
  const tasks = Array.from({ length: tables }, (_, n) => {
    const name = { schema: 'public', name: `t${n}` }
    return {
      n,
      source: name,
      target: name,
      effect: oneOf(random, ['create', 'fill']),
      level: n,
      rowEstimate: '10',
      sizeBytes: '80',
    }
  })
  return { tasks, steps: [], validateData: true } as unknown as Plan
}
