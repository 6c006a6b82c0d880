import { describe, expect, it } from 'vitest'
import { countsInWords, rowName, rowsInWords } from './reject-words'

describe('quarantine in words', () => {
  it('says how many rows are in which state, and nothing of none', () => {
    expect(countsInWords({ open: 1_204, accepted: 0, skipped: 1, replayed: 2 })).toBe(
      '1,204 open · 1 skipped · 2 in the target',
    )
    expect(countsInWords({ open: 0, accepted: 0, skipped: 0, replayed: 0 })).toBe('')
  })

  it('counts one row as one', () => {
    expect([rowsInWords(1), rowsInWords(0), rowsInWords(2)]).toEqual(['1 row', '0 rows', '2 rows'])
  })

  it('names a row by its key, and by its chunk for whoever may not see values', () => {
    const key = [
      { column: 'tenant', value: '7' },
      { column: 'id', value: 'x' },
    ]
    expect(rowName({ key, chunk: 0 })).toBe('tenant 7, id x')
    expect(rowName({ key: null, chunk: 11 })).toBe('a row of chunk 12')
  })
})
