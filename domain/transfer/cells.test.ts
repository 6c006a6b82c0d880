import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChunkTally, cellsOfEach, chunkCells, estimateUncut } from './cells'

const states = fc.constantFrom('pending', 'running', 'retrying', 'failed' as const)
const tallies: fc.Arbitrary<ChunkTally> = fc.record({
  landed: fc.integer({ min: 0, max: 5_000 }),
  open: fc.uniqueArray(fc.record({ n: fc.integer({ min: 0, max: 6_000 }), state: states }), {
    maxLength: 40,
    selector: ({ n }) => n,
  }),
  uncut: fc.integer({ min: 0, max: 1_000_000 }),
})

describe('the cells of a table', () => {
  it('are one a chunk while there is room, in the order of the chunks', () => {
    const open = [
      { n: 3, state: 'running' as const },
      { n: 1, state: 'failed' as const },
    ]
    const cells = chunkCells({ landed: 2, open, uncut: 1 }, 200)
    expect(cells.map(({ state }) => state)).toEqual(['landed', 'failed', 'landed', 'running', 'pending'])
    expect(cells.every(({ count }) => count === 1)).toBe(true)
  })

  it('show the worst of the chunks that share one', () => {
    const cells = chunkCells({ landed: 999, open: [{ n: 500, state: 'failed' }], uncut: 0 }, 100)
    expect(cells.map(({ state }) => state).filter((state) => state === 'failed')).toHaveLength(1)
    expect(cells[50]).toEqual({ count: 10, state: 'failed' })
  })

  it('stand for every chunk exactly once, at most so many, each at least one', () => {
    fc.assert(
      fc.property(tallies, fc.integer({ min: 1, max: 200 }), (tally, max) => {
        const cells = chunkCells(tally, max)
        const total = tally.landed + tally.open.length + tally.uncut
        expect(cells.length).toBe(Math.min(total, max))
        expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(total)
        expect(cells.every(({ count }) => count >= 1)).toBe(true)
      }),
    )
  })

  it('hide no chunk that has failed, wherever it lies', () => {
    fc.assert(
      fc.property(tallies, (tally) => {
        const failed = tally.open.filter(({ state }) => state === 'failed').length
        const hasFailed = (max: number) => chunkCells(tally, max).filter(({ state }) => state === 'failed').length
        expect(hasFailed(200) > 0).toBe(failed > 0)
        const uncrowded = { ...tally, uncut: 0 }
        expect(chunkCells(uncrowded, 10_000).filter(({ state }) => state === 'failed')).toHaveLength(failed)
      }),
    )
  })

  it('of a table without chunks are none', () => {
    expect(chunkCells({ landed: 0, open: [], uncut: 0 }, 200)).toEqual([])
  })
})

it('tables get fewer cells each, the more they are', () => {
  expect([0, 1, 25, 50, 1_000, 100_000].map(cellsOfEach)).toEqual([200, 200, 200, 100, 10, 10])
})

describe('the uncut rest', () => {
  const table = { totalRows: 1_000, landedRows: 0, landedChunks: 0, openChunks: 0, batchRows: 100, cutAll: false }

  it('is guessed from the batch first, then from the chunks so far', () => {
    expect(estimateUncut(table)).toBe(10)
    expect(estimateUncut({ ...table, landedRows: 500, landedChunks: 10 })).toBe(10)
    expect(estimateUncut({ ...table, landedRows: 500, landedChunks: 10, openChunks: 4 })).toBe(6)
  })

  it('is one chunk for a table of unknown size, and none once all has been cut', () => {
    expect(estimateUncut({ ...table, totalRows: null })).toBe(1)
    expect(estimateUncut({ ...table, totalRows: 0 })).toBe(1)
    expect(estimateUncut({ ...table, cutAll: true })).toBe(0)
  })

  it('is never negative', () => {
    const any = fc.record({
      totalRows: fc.option(fc.nat()),
      landedRows: fc.nat(),
      landedChunks: fc.nat(),
      openChunks: fc.nat(64),
      batchRows: fc.integer({ min: 1, max: 1_000_000 }),
      cutAll: fc.boolean(),
    })
    fc.assert(fc.property(any, (given) => estimateUncut(given) >= 0))
  })
})
