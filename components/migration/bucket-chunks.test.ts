import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketChunks, type ChunkCell } from './bucket-chunks'

const cells = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 1000 }),
    state: fc.constantFrom('pending', 'running', 'retrying', 'landed', 'failed'),
  }),
  { maxLength: 400 },
)
const total = (list: readonly ChunkCell[]) => list.reduce((sum, cell) => sum + cell.count, 0)

describe('bucketChunks', () => {
  it('never loses a chunk and never shows more cells than fit', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 200 }), (list, max) => {
        const buckets = bucketChunks(list, max)
        expect(buckets.length).toBe(Math.min(list.length, max))
        expect(total(buckets)).toBe(total(list))
      }),
    )
  })

  it('shows a failed chunk whatever it is put together with', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 20 }), (list, max) => {
        const failed = (of: readonly ChunkCell[]) => of.some((cell) => cell.state === 'failed')
        expect(failed(bucketChunks(list, max))).toBe(failed(list))
      }),
    )
  })

  it('keeps a bucket green only when everything in it has landed', () => {
    const buckets = bucketChunks(
      [
        { count: 1, state: 'landed' },
        { count: 1, state: 'landed' },
        { count: 1, state: 'landed' },
        { count: 1, state: 'pending' },
      ],
      2,
    )
    expect(buckets).toEqual([
      { count: 2, state: 'landed' },
      { count: 2, state: 'pending' },
    ])
  })
})
