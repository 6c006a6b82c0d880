import { between, oneOf, type Random, randomOf } from './random'

/** The three servers of a run. */
export const ends = ['source', 'target', 'own'] as const
export type End = (typeof ends)[number]

/**
 * Everything that can be done to a run, by name. The order is that in which seeds take them: seed 1 the first, seed 2 the second, and
 * so on around, so that few seeds have as different faults as can be.
 */
export const faultKinds = [
  'kill',
  'freeze-worker',
  'crash-target',
  'cut-source',
  'end-target',
  'crash-own',
  'rivals',
  'disk-full',
  'kill-successor',
  'limit-target',
  'crash-source',
  'freeze-own',
  'end-source',
  'kill-plan',
  'cut-target',
  'lock-target',
  'end-keeper',
  'refuse-source',
  'end-own',
  'kill-both',
  'freeze-target',
  'kill-retry',
  'delay-target',
  'limit-own',
  'cut-own',
  'kill-finishing',
  'refuse-target',
  'lock-source',
  'freeze-source',
  'limit-source',
  'kill-paused',
  'delay-source',
  'refuse-own',
  'lose-lease',
  'delay-own',
  'stop-worker',
  'pause-often',
  'lose-guest',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** What takes a worker away and leaves the servers alone, and how many holders of the run it costs at most. */
export const losses: Partial<Record<FaultKind, number>> = {
  kill: 1,
  'kill-both': 1,
  'kill-successor': 2,
  'freeze-worker': 1,
  'stop-worker': 1,
}

/** When a fault strikes: while chunks are in flight, or at another point of a run's life that it names itself. */
export type Point = 'planning' | 'copying' | 'successor' | 'finishing' | 'paused' | 'retrying'

const elsewhere: Partial<Record<FaultKind, Point>> = {
  'kill-plan': 'planning',
  'kill-successor': 'successor',
  'kill-finishing': 'finishing',
  'kill-paused': 'paused',
  'kill-retry': 'retrying',
}
const pointOf = (kind: FaultKind): Point => elsewhere[kind] ?? 'copying'

/** One blow: which, when, and a number of its own for whatever else it has to choose. */
export interface Strike {
  readonly kind: FaultKind
  readonly point: Point
  /** Of the rows, how many have landed when it strikes, while copying: 0 to 1. */
  readonly share: number
  /** Milliseconds that it waits once that is so. */
  readonly delayMs: number
  readonly seed: number
}

/** What a seed stands for. Nothing in it depends on a clock or a machine. */
export interface Scenario {
  readonly seed: number
  readonly strikes: readonly Strike[]
  readonly settings: { readonly batchSize: number; readonly maxThreads: number; readonly maxBytesPerSecond: number }
  /** The target has its tables already; otherwise the run makes them. */
  readonly targetHasTables: boolean
  /** So many rows the target refuses; only where it has its tables already. */
  readonly badRows: number
  /** Somebody writes to the source, and to other tables of the target, all the while. */
  readonly writes: { readonly source: boolean; readonly target: boolean }
}

/** The scenario of a seed: always the same. */
export function scenarioOf(seed: number): Scenario {
  const random = randomOf(seed)
  const kind = faultKinds[(seed - 1) % faultKinds.length] ?? 'kill'
  const strikes = [strikeOf(random, kind)]
  // What strikes elsewhere than while chunks are in flight gets company that does; others get it now and then.
  const company = kind === 'kill-plan' || kind === 'kill-finishing' || random() < 0.15
  if (company) {
    const other = oneOf(random, ['kill', 'end-target', 'cut-source', 'cut-target', 'end-own'] as const)
    const extra = strikeOf(random, other)
    if (kind === 'kill-finishing' || random() < 0.5) strikes.unshift(extra)
    else strikes.push(extra)
  }
  const scenario = {
    seed,
    strikes: strikes.sort((a, b) => order.indexOf(a.point) - order.indexOf(b.point) || a.share - b.share),
    settings: {
      batchSize: between(random, 200, 700),
      // With fewer lanes nobody lends a hand.
      maxThreads: between(random, kind === 'lose-guest' ? 4 : 1, 4),
      maxBytesPerSecond: between(random, 6, 9) * 100_000,
    },
    targetHasTables: random() < 0.25,
    // Only where nobody writes can be seen how much is copied again for nothing.
    writes: { source: random() < (losses[kind] === undefined ? 0.8 : 0.5), target: random() < 0.6 },
  }
  const badRows = between(random, 1, 4)
  return { ...scenario, badRows: scenario.targetHasTables && random() < 0.5 ? badRows : 0 }
}

const order: readonly Point[] = ['planning', 'retrying', 'copying', 'successor', 'paused', 'finishing']

function strikeOf(random: Random, kind: FaultKind): Strike {
  return {
    kind,
    point: pointOf(kind),
    share: 0.03 + random() * 0.5,
    delayMs: between(random, 0, 60),
    seed: between(random, 1, 2 ** 31 - 1),
  }
}
