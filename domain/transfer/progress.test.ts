import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phaseOf, sumTotals, tableTotal } from './progress'

describe('a total', () => {
  it('is what the source has counted, where it has', () => {
    expect(tableTotal(12n, 5n, 12n)).toEqual({ rows: 12n, isEstimate: false })
    expect(tableTotal(0n, 5n, 0n)).toEqual({ rows: 0n, isEstimate: false })
  })

  it('is a guess otherwise, and “at least” once more than that has been moved', () => {
    expect(tableTotal(null, 100n, 7n)).toEqual({ rows: 100n, isEstimate: true })
    expect(tableTotal(null, 100n, 150n)).toEqual({ rows: 150n, isEstimate: true })
    expect(tableTotal(null, null, 7n)).toEqual({ rows: null, isEstimate: true })
    expect(tableTotal(null, -1n, 7n)).toEqual({ rows: null, isEstimate: true })
  })

  it('of several is their sum, and a guess as soon as one is', () => {
    expect(sumTotals([])).toEqual({ rows: 0n, isEstimate: false })
    expect(sumTotals([tableTotal(3n, null, 0n), tableTotal(4n, null, 0n)])).toEqual({ rows: 7n, isEstimate: false })
    expect(sumTotals([tableTotal(3n, null, 0n), tableTotal(null, 4n, 0n)])).toEqual({ rows: 7n, isEstimate: true })
  })

  it('is unknown as long as one table’s is, so that no share is taken of the known part alone', () => {
    expect(sumTotals([tableTotal(3n, null, 0n), tableTotal(null, null, 2n)])).toEqual({ rows: null, isEstimate: true })
  })

  it('is never less than what was moved, so that no share exceeds 100 %', () => {
    const moved = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
    fc.assert(
      fc.property(fc.option(moved), moved, (estimate, processed) => {
        const { rows } = tableTotal(null, estimate, processed)
        if (rows !== null) expect(rows >= processed).toBe(true)
      }),
    )
  })
})

describe('the phase', () => {
  it.each([
    ['preparing', null, []],
    ['preparing', 2, ['waiting', 'waiting']],
    ['copying', 0, ['waiting', 'waiting']],
    ['copying', 1, ['copying', 'waiting']],
    ['copying', 0, ['done', 'copying']],
    ['finishing', 0, ['done', 'finishing']],
    ['finishing', 0, ['done', 'failed']],
    ['finishing', 0, []],
  ] as const)('is %s with %s steps left and tables %j', (phase, stepsBeforeLeft, tables) => {
    expect(phaseOf({ stepsBeforeLeft, tables })).toBe(phase)
  })
})
