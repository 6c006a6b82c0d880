import type { Plan } from '@/domain/plan/plan'
import { between, oneOf, type Random, randomOf } from '../random'
import { Own } from './own'
import type { Process, World } from './process'
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
}

const maxSteps = 20_000
/** After this many steps nothing bad happens any more: the run has to complete. */
const troubleSteps = 400
/** So long zombies are watched after the run has completed. */
const afterSteps = 60

/** Plays a whole run of the engine's decisions in a simulated world: clock, crashes, lost commits, zombies. Always the same for a seed. */
export function simulate(seed: number, holes: Holes = {}): Simulated {
  const random = randomOf(seed)
  const tables = between(random, 1, 2)
  const world: World = {
    random,
    plan: planOf(tables, random),
    source: new Source(random, tables),
    target: new Target(holes),
    own: new Own(),
    holes,
    batchSize: between(random, 1, 5),
    now: 0,
    lostAnswers: 0,
    lives: 0,
  }
  const processes = Array.from({ length: 3 }, () => born(world))
  const rate = 0.01 + random() * 0.06
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
    const { state, intent } = world.own.now.migration
    if (state === 'Paused' && intent === 'none') world.own.decide({ type: 'resume', reason: null }, null, world.now)
    if (state === 'Completed' || state === 'Failed') left -= 1
    if (world.target.violations.length > 0) break
  }
  return {
    violations: [...world.target.violations, ...judge(world)],
    steps,
    faults,
    epochs: world.own.now.run.epoch,
    snapshots: world.source.taken,
  }
}

function born(world: World): Process {
  const id = `worker ${++world.lives}`
  const none = { frozenUntil: 0, epoch: null, renewedAt: 0, halt: null, keeper: null }
  const process: Process = { id, ...none, fibers: [], open: new Set() }
  process.fibers.push(worker(world, process))
  return process
}

/** One of the things that a process does goes one step on. */
function advance(world: World, process: Process): void {
  if (process.frozenUntil > world.now) return
  attend(world, process)
  const fiber = oneOf(world.random, process.fibers)
  if (fiber.next().done) process.fibers = process.fibers.filter((other) => other !== fiber)
}

/** The target takes commits that are on their way, whoever waits for the answer. */
function serve({ target, random }: World): void {
  for (const transaction of target.open) {
    if (transaction.state === 'sent' && random() < 0.15) target.commit(transaction, false)
  }
}

function harm(world: World, processes: Process[]): void {
  const { random, source, target, own } = world
  const n = between(random, 0, processes.length - 1)
  const process = processes[n]
  if (process === undefined) return
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
      for (const transaction of [...target.open]) if (transaction.state === 'open') target.abort(transaction)
    },
    () => target.crash(random),
    () => own.crash(random),
    () => source.endAllBut(null),
    () => own.decide({ type: 'pause', reason: null }, null, world.now),
    () => own.renew(own.now.run.workerId ?? '', world.now, -1_000),
  ]
  oneOf(random, harms)()
}

/** Completed means: the target holds exactly what the run's snapshot held, whatever came after. */
function judge({ own, source, target, plan }: World): string[] {
  const { migration, run } = own.now
  if (migration.state !== 'Completed') return [`it did not complete: ${migration.state}`]
  const content = source.contentOf(run.snapshotName ?? '')
  return plan.tasks.flatMap(({ n }) => {
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
