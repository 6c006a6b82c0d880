import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findGap, gapInWords, type Range, rangesBetween } from './chunk-cover'

/** Ranges that tile everything, cut at distinct bounds, in any order. */
const tiling = fc
  .uniqueArray(fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 2 }), {
    maxLength: 12,
    selector: (bound) => JSON.stringify(bound),
  })
  .map((bounds): Range[] => {
    const edges = [null, ...bounds, null]
    return edges.slice(1).map((upper, n) => ({ lower: edges[n] ?? null, upper }))
  })
  .chain((ranges) => fc.shuffledSubarray(ranges, { minLength: ranges.length }))

describe('a cover', () => {
  it('is complete where each range begins at another’s end, in any order', () => {
    fc.assert(fc.property(tiling, (ranges) => findGap(ranges) === null))
  })

  it('is not complete when any range is missing', () => {
    fc.assert(fc.property(tiling, fc.nat(), (ranges, at) => findGap(ranges.toSpliced(at % ranges.length, 1)) !== null))
  })

  it('is not complete when any range is there twice', () => {
    fc.assert(
      fc.property(tiling, fc.nat(), (ranges, at) => {
        const again = ranges[at % ranges.length]
        return again === undefined || findGap([...ranges, again]) !== null
      }),
    )
  })

  it('is not complete when an inner bound moves on one side only', () => {
    fc.assert(
      fc.property(tiling, fc.nat(), (ranges, at) => {
        const moved = ranges.map((range, n) =>
          n === at % ranges.length && range.upper !== null ? { ...range, upper: ['elsewhere', '!'] } : range,
        )
        return JSON.stringify(moved) === JSON.stringify(ranges) || findGap(moved) !== null
      }),
    )
  })

  it('tells an empty list, a gap, an overlap and a stray ring', () => {
    expect(findGap([])).toEqual({ kind: 'empty' })
    expect(findGap([{ lower: null, upper: ['1'] }])).toEqual({ kind: 'gap', after: ['1'] })
    const overlap = [
      { lower: null, upper: ['1'] },
      { lower: null, upper: null },
    ]
    expect(findGap(overlap)).toEqual({ kind: 'overlap', at: null })
    const ring = [
      { lower: null, upper: null },
      { lower: ['1'], upper: ['2'] },
      { lower: ['2'], upper: ['1'] },
    ]
    expect(findGap(ring)).toEqual({ kind: 'stray', ranges: 2 })
    expect(gapInWords({ kind: 'gap', after: ['a', 'b'] })).toBe('the range after (a, b) has no receipt')
  })
})

describe('ranges that were forgotten', () => {
  const bounds = ['b', 'd', 'f', 'h']
  const cut = [null, ...bounds].map((lower, n) => ({
    n,
    lower: lower === null ? null : [lower],
    upper: n < bounds.length ? [bounds[n] ?? ''] : null,
  }))

  it('are made whole from their neighbours, one for each gap, so that all of the table is covered', () => {
    const some = fc.subarray(cut, { minLength: 1 })
    fc.assert(
      fc.property(some, (known) => {
        const last = Math.max(...known.map(({ n }) => n))
        const rest = cut.slice(last + 1)
        expect(findGap([...known, ...rangesBetween(known), ...rest])).toBeNull()
        expect(rangesBetween([...known, ...rangesBetween(known)])).toEqual([])
      }),
    )
  })

  it('are numbered like the first of what they stand for', () => {
    const [first, , , fourth] = cut
    if (first === undefined || fourth === undefined) throw new Error('It is cut into five.')
    expect(rangesBetween([fourth, first])).toEqual([{ n: 1, lower: ['b'], upper: ['f'] }])
    expect(rangesBetween([fourth])).toEqual([{ n: 0, lower: null, upper: ['f'] }])
  })
})
