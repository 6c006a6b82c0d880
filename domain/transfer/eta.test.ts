import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { etaSeconds } from './eta'

const nowMs = 1_000_000
const steady = (rows: number, count = 60) =>
  Array.from({ length: count }, (_, i) => ({ atMs: nowMs - (count - 1 - i) * 1_000, rows, bytes: 0, ms: 1_000 }))
const facts = { totalRows: 100_000, processedRows: 40_000, runningMs: 60_000, samples: steady(1_000), nowMs }

describe('the estimate', () => {
  it('of a steady run is what remains over its speed', () => {
    expect(etaSeconds(facts)).toEqual({ low: 60, high: 60 })
  })

  it('is a range where the speed varies, at most four times as long at its slow end as the rate of now says', () => {
    const samples = steady(1_000).map((sample, i) => ({ ...sample, rows: i < 30 ? 0 : 2_000 }))
    const eta = etaSeconds({ ...facts, samples })
    expect(eta?.low).toBe(30)
    expect(eta?.high).toBeGreaterThan(60)
    expect(eta?.high).toBeLessThanOrEqual(160)
  })

  it.each([
    ['before 10 s', { runningMs: 9_999 }],
    ['before 2 %', { processedRows: 1_999 }],
    ['without a total', { totalRows: null }],
    ['when all rows have been moved', { processedRows: 100_000 }],
    ['when more than a guess has been moved', { processedRows: 120_000 }],
    ['when nothing moves', { samples: steady(0) }],
    ['without samples', { samples: [] }],
    ['of an empty source', { totalRows: 0, processedRows: 0 }],
  ])('is not given %s', (_, change) => {
    expect(etaSeconds({ ...facts, ...change })).toBeNull()
  })

  it('is never negative, NaN or infinite, and never the wrong way round', () => {
    const any = fc.record({
      totalRows: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
      processedRows: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      runningMs: fc.integer({ min: 0, max: 1e9 }),
      samples: fc.array(
        fc.record({
          atMs: fc.integer({ min: nowMs - 60_000, max: nowMs }),
          rows: fc.integer({ min: 0, max: 1e9 }),
          bytes: fc.constant(0),
          ms: fc.integer({ min: 0, max: 5_000 }),
        }),
        { maxLength: 60 },
      ),
      nowMs: fc.constant(nowMs),
    })
    fc.assert(
      fc.property(any, (given) => {
        const eta = etaSeconds(given)
        if (eta === null) return
        expect(Number.isInteger(eta.low) && Number.isInteger(eta.high)).toBe(true)
        expect(eta.low).toBeGreaterThan(0)
        expect(eta.high).toBeGreaterThanOrEqual(eta.low)
      }),
    )
  })
})
