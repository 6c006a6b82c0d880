import { rateNow, rateQuartiles, type Sample } from './rate'

/** An estimate needs this much to stand on: 10 s of running and 2 % of the rows. */
const leastMs = 10_000
const leastShare = 0.02
/** The slow end is at most this many times slower than the rate of now: a stalled stretch does not mean forever. */
const spread = 4
const farthestSeconds = 10 * 365 * 86_400

/**
 * Seconds until the last row, as a range from the third to the first quartile of the recent rate. Null (“Estimating…”) until there is
 * something to stand on, where the total is unknown, when nothing moves, and when all rows have been moved. Never negative, NaN or infinite.
 */
export function etaSeconds(facts: {
  readonly totalRows: number | null
  readonly processedRows: number
  readonly runningMs: number
  readonly samples: readonly Sample[]
  readonly nowMs: number
}): { readonly low: number; readonly high: number } | null {
  const { totalRows, processedRows, runningMs, samples, nowMs } = facts
  if (totalRows === null || totalRows <= 0 || runningMs < leastMs || processedRows < totalRows * leastShare) return null
  const remaining = totalRows - processedRows
  const now = rateNow(samples, nowMs)?.rowsPerSecond ?? 0
  const quartiles = rateQuartiles(samples)
  if (remaining <= 0 || quartiles === null || !(now > 0)) return null
  const fast = Math.max(quartiles.high, now)
  const slow = Math.max(Math.min(quartiles.low, now), now / spread)
  const seconds = (rate: number) => Math.min(Math.ceil(remaining / rate), farthestSeconds)
  return { low: seconds(fast), high: seconds(slow) }
}
