/** What was moved between the sample before and `atMs`: a point of the throughput curve. */
export interface Sample {
  readonly atMs: number
  readonly rows: number
  readonly bytes: number
  readonly ms: number
}

/** Rows and bytes a second. */
export interface Rate {
  readonly rowsPerSecond: number
  readonly bytesPerSecond: number
}

/** The weight of a moment falls to 1/e in 15 s, so that nearly all of it lies in the last 30 s. */
const fadeMs = 15_000
/** No sample for this long while something runs: that time counts as time in which nothing moved. */
const quietMs = 5_000

/**
 * How fast it goes now: an exponentially weighted mean over about the last 30 s. Each sample counts by its length and its age; time that
 * no sample covers (a pause) does not count. Null without samples. Never negative, NaN or infinite.
 */
export function rateNow(samples: readonly Sample[], nowMs: number): Rate | null {
  let weights = 0
  let rows = 0
  let bytes = 0
  let newest = Number.NEGATIVE_INFINITY
  for (const sample of samples) {
    if (sample.ms <= 0) continue
    const weight = weightOf(sample.atMs - sample.ms, sample.atMs, nowMs)
    weights += weight
    rows += (weight * sample.rows * 1_000) / sample.ms
    bytes += (weight * sample.bytes * 1_000) / sample.ms
    newest = Math.max(newest, sample.atMs)
  }
  if (weights > 0 && nowMs - newest > quietMs) weights += weightOf(newest, nowMs, nowMs)
  if (!(weights > 0)) return null
  return { rowsPerSecond: rows / weights, bytesPerSecond: bytes / weights }
}

function weightOf(fromMs: number, toMs: number, nowMs: number): number {
  const at = (ms: number) => Math.exp(Math.min(0, ms - nowMs) / fadeMs)
  return fadeMs * (at(toMs) - at(fromMs))
}

/** Quartiles are taken over stretches of this length: single samples are as jumpy as chunks are. */
const stretchMs = 5_000

/** Rows a second at the first and third quartile of the last samples; null where there are none. */
export function rateQuartiles(samples: readonly Sample[]): { readonly low: number; readonly high: number } | null {
  const stretches = new Map<number, { rows: number; ms: number }>()
  for (const { atMs, rows, ms } of samples) {
    if (ms <= 0) continue
    const key = Math.floor(atMs / stretchMs)
    const stretch = stretches.get(key) ?? { rows: 0, ms: 0 }
    stretches.set(key, { rows: stretch.rows + rows, ms: stretch.ms + ms })
  }
  const rates = [...stretches.values()].map(({ rows, ms }) => (rows * 1_000) / ms).sort((a, b) => a - b)
  const low = rates[Math.floor((rates.length - 1) * 0.25)]
  const high = rates[Math.ceil((rates.length - 1) * 0.75)]
  return low === undefined || high === undefined ? null : { low, high }
}
