import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChunkHistory, isNotable, nextChunkSize } from './chunk-size'

const megabyte = 1024n * 1024n
const unknown: ChunkHistory = { landedRows: 0n, landedBytes: 0n, plannedRows: null, plannedBytes: 0n, last: null }
const narrow = { ...unknown, landedRows: 1_000n, landedBytes: 100_000n }

describe('the next chunk', () => {
  it('is about 32 MB at first, within 1,000 and 500,000 rows, and small where nothing is known', () => {
    const planned = (plannedRows: bigint, plannedBytes: bigint) => ({ ...unknown, plannedRows, plannedBytes })
    expect(nextChunkSize(1_000_000, planned(1_000n, 1_024_000n))).toEqual({ rows: 32_768, reason: 'first' })
    expect(nextChunkSize(1_000_000, planned(1_000n, 8_000n))).toEqual({ rows: 500_000, reason: 'first' })
    expect(nextChunkSize(1_000_000, planned(1_000n, 100_000_000n))).toEqual({ rows: 671, reason: 'bytes' })
    expect(nextChunkSize(1_000_000, unknown)).toEqual({ rows: 1_000, reason: 'first' })
    expect(nextChunkSize(1_000_000, planned(0n, 0n))).toEqual({ rows: 1_000, reason: 'first' })
  })

  it('is as long as lands in a second, and changes by no more than a half or the double at once', () => {
    const sizeAfter = (rows: number, ms: number) => nextChunkSize(1_000_000, { ...narrow, last: { rows, ms } })
    expect(sizeAfter(10_000, 800)).toEqual({ rows: 12_500, reason: 'time' })
    expect(sizeAfter(10_000, 100)).toEqual({ rows: 20_000, reason: 'time' })
    expect(sizeAfter(10_000, 9_000)).toEqual({ rows: 5_000, reason: 'time' })
    expect(sizeAfter(10_000, 0)).toEqual({ rows: 20_000, reason: 'time' })
  })

  it('is not longer than the person allows, nor than 64 MB, by what landed rather than by what was planned', () => {
    const last = { rows: 100_000, ms: 1_000 }
    expect(nextChunkSize(50_000, { ...narrow, last })).toEqual({ rows: 50_000, reason: 'batchSize' })
    const wide = { ...unknown, plannedRows: 1_000n, plannedBytes: 1n, landedRows: 10n, landedBytes: 320n * megabyte }
    expect(nextChunkSize(50_000, { ...wide, last: { rows: 10, ms: 100 } })).toEqual({ rows: 2, reason: 'bytes' })
    expect(nextChunkSize(50_000, { ...wide, landedBytes: 10n * 200n * megabyte })).toEqual({ rows: 1, reason: 'bytes' })
  })

  it('comes to a second within a few chunks, whatever the speed', () => {
    const speed = fc.double({ min: 0.5, max: 2_000, noNaN: true })
    fc.assert(
      fc.property(speed, fc.integer({ min: 1_000, max: 500_000 }), (rowsPerMs, begin) => {
        let rows = begin
        for (let n = 0; n < 12; n++)
          rows = nextChunkSize(10_000_000, {
            ...narrow,
            landedBytes: 1_000n,
            last: { rows, ms: rows / rowsPerMs },
          }).rows
        expect(rows / rowsPerMs).toBeGreaterThan(900)
        expect(rows / rowsPerMs).toBeLessThan(1_100)
      }),
    )
  })
})

it('a line in the timeline is for a chunk half as long again, or a third shorter', () => {
  expect([isNotable(100, 149), isNotable(100, 150), isNotable(150, 101), isNotable(150, 100)]).toEqual([
    false,
    true,
    false,
    true,
  ])
})
