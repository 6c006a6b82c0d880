import type { MigrationMetricsDto } from '@/domain/contracts/migration'

/** How many seconds without a point are a pause, not a straight line between two points: points of a long run lie further apart. */
function silenceOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  const typical = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  return Math.max(5, typical * 4)
}

/**
 * The curve as two columns, seconds and rows per second. Where no points came for a while nothing ran, and the curve lies at zero; one point
 * alone is drawn as the peak that it was.
 */
export function plotSeries(points: MigrationMetricsDto['points']): [number[], number[]] {
  const silence = silenceOf(points.map((point) => Date.parse(point.at) / 1000))
  const xs: number[] = []
  const ys: number[] = []
  for (const point of points) {
    const x = Date.parse(point.at) / 1000
    const before = xs.at(-1)
    if (before !== undefined && x <= before) continue
    if (before !== undefined && x - before > silence) {
      xs.push(before + 0.5, x - 0.5)
      ys.push(0, 0)
    }
    xs.push(x)
    ys.push(point.rowsPerSecond)
  }
  const [only, ...others] = xs
  if (only === undefined || others.length > 0) return [xs, ys]
  return [
    [only - 0.5, only, only + 0.5],
    [0, ys[0] ?? 0, 0],
  ]
}
