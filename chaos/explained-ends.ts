import type { Pressed } from './person'
import type { FaultKind } from './scenario'

/** An end that is not Completed, and that a fault may bring about once: somebody has to do something, and then it completes. */
interface End {
  readonly state: Pressed['state']
  readonly reason: RegExp
}

/** What a fault may explain of what a person had to do. */
interface Explanation {
  /** How many holders of the run fall silent by it at most. */
  readonly silenced: number
  readonly ends: readonly End[]
}

const nothing: Explanation = { silenced: 0, ends: [] }
const silences = (silenced: number): Explanation => ({ ...nothing, silenced })
const ends = (state: End['state'], reason: RegExp, silenced = 0): Explanation => ({
  silenced,
  ends: [{ state, reason }],
})

/**
 * Which fault may explain which end. Whatever else a run comes to, once its trouble is over it has to complete without anybody's help:
 * servers that are away, locked, slow or full up for seconds, and workers that die, are what it is made for.
 */
export const explanations: Readonly<Record<FaultKind, Explanation>> = {
  kill: silences(1),
  'kill-both': silences(1),
  'kill-successor': silences(2),
  'kill-plan': nothing,
  'kill-retry': ends('Failed', /permission denied for table (codes|journal)/, 1),
  'kill-finishing': silences(1),
  'kill-paused': ends('Paused', /^chaos$/),
  'stop-worker': nothing,
  'pause-often': nothing,
  'lose-guest': nothing,
  'freeze-worker': silences(1),
  rivals: nothing,
  'lose-lease': silences(2),
  'end-source': nothing,
  'end-target': nothing,
  'end-own': nothing,
  'end-keeper': nothing,
  'crash-source': nothing,
  'crash-target': nothing,
  'crash-own': silences(1),
  'cut-source': nothing,
  'cut-target': nothing,
  'cut-own': silences(1),
  'freeze-source': nothing,
  'freeze-target': nothing,
  'freeze-own': silences(1),
  'delay-source': nothing,
  'delay-target': nothing,
  'delay-own': nothing,
  'refuse-source': nothing,
  'refuse-target': nothing,
  'refuse-own': silences(1),
  'disk-full': ends('Paused', /disk is full/),
  'lock-source': nothing,
  'lock-target': nothing,
  'limit-source': nothing,
  'limit-target': nothing,
  'limit-own': silences(1),
}

/** A chunk stops its table when two workers fell silent over it: only where so many did, and each had begun it. */
const poisoned: End = { state: 'Failed', reason: /Workers died 2 times while they copied/ }

const inReview = (rows: number): End => ({
  state: 'Paused',
  reason: new RegExp(`^Review: ${rows} rows? (is|are) in quarantine`),
})

/** What there is to explain an end with, beside the faults. */
interface Known {
  /** Rows that were made so that the target refuses them: the run ends in review of exactly these. */
  readonly badRows: number
  /** Every chunk that was given up for its dead workers had been tried by as many. */
  readonly isPoisonous: boolean
}

/** What a person had to do and nothing explains, in words; and what nobody had to do although it was due. */
export function unexplainedEnds(
  kinds: readonly FaultKind[],
  pressed: readonly Pressed[],
  { badRows, isPoisonous }: Known,
): string[] {
  const told = kinds.map((kind) => explanations[kind])
  const left = told.flatMap((explanation) => explanation.ends)
  const silenced = told.reduce((sum, explanation) => sum + explanation.silenced, 0)
  if (silenced >= 2 && isPoisonous) left.push(poisoned)
  if (badRows > 0) left.push(inReview(badRows))
  const unexplained = pressed.flatMap(({ state, reason }) => {
    const n = left.findIndex((end) => end.state === state && end.reason.test(reason))
    if (n >= 0) left.splice(n, 1)
    return n >= 0
      ? []
      : [`it came to ${state}, which no fault explains: ${reason === '' ? 'without a reason' : reason}`]
  })
  const isMissing = badRows > 0 && !pressed.some(({ button }) => button === 'accept')
  return isMissing ? [...unexplained, `nobody was asked about ${badRows} rows that the target refuses`] : unexplained
}
