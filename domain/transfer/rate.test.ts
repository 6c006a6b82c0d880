import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateNow, rateQuartiles, type Sample } from './rate'

const now = 1_000_000
const every = (ms: number, rows: number, count: number, endMs = now): Sample[] =>
  Array.from({ length: count }, (_, i) => ({ atMs: endMs - (count - 1 - i) * ms, rows, bytes: rows * 100, ms }))
const samples = fc.array(
  fc.record({
    atMs: fc.integer({ min: now - 120_000, max: now }),
    rows: fc.integer({ min: 0, max: 10_000_000 }),
    bytes: fc.integer({ min: 0, max: 1e12 }),
    ms: fc.integer({ min: 0, max: 60_000 }),
  }),
  { maxLength: 120 },
)

describe('the rate of now', () => {
  it('of a steady run is its speed', () => {
    expect(rateNow(every(1_000, 500, 60), now)?.rowsPerSecond).toBeCloseTo(500, 6)
    expect(rateNow(every(250, 500, 60), now)?.bytesPerSecond).toBeCloseTo(200_000, 3)
  })

  it('follows a change within half a minute', () => {
    const slowed = [...every(1_000, 1_000, 60, now - 30_000), ...every(1_000, 100, 30)]
    const rate = rateNow(slowed, now)?.rowsPerSecond ?? 0
    expect(rate).toBeGreaterThan(100)
    expect(rate).toBeLessThan(100 + 900 * 0.15)
  })

  it('does not count a pause that nothing covers, but counts silence while it runs', () => {
    const beforePause = every(1_000, 1_000, 10, now - 600_000)
    expect(rateNow([...beforePause, ...every(1_000, 500, 10)], now)?.rowsPerSecond).toBeCloseTo(500, 3)
    expect(rateNow(every(1_000, 500, 10, now - 4_000), now)?.rowsPerSecond).toBeCloseTo(500, 6)
    expect(rateNow(every(1_000, 500, 10, now - 30_000), now)?.rowsPerSecond).toBeLessThan(120)
  })

  it('is null without samples', () => {
    expect(rateNow([], now)).toBeNull()
  })

  it('is never negative, infinite or NaN, nor above the fastest sample', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const rate = rateNow(given, now)
        if (rate === null) return
        const fastest = Math.max(...given.filter(({ ms }) => ms > 0).map(({ rows, ms }) => (rows * 1_000) / ms), 0)
        expect(rate.rowsPerSecond).toBeGreaterThanOrEqual(0)
        expect(rate.rowsPerSecond).toBeLessThanOrEqual(fastest * 1.000001)
        expect(Number.isFinite(rate.bytesPerSecond)).toBe(true)
      }),
    )
  })
})

describe('quartiles', () => {
  it('lie in order and within the rates', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const quartiles = rateQuartiles(given)
        if (quartiles === null) return
        expect(quartiles.low).toBeLessThanOrEqual(quartiles.high)
        expect(quartiles.low).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('even out what comes in bursts', () => {
    const bursts = every(1_000, 0, 60).map((sample, i) => ({ ...sample, rows: i % 5 === 0 ? 5_000 : 0 }))
    const { low, high } = rateQuartiles(bursts) ?? { low: 0, high: 0 }
    expect(low).toBeGreaterThan(500)
    expect(high).toBeLessThan(2_100)
  })
})
