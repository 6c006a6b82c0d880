import { describe, expect, it } from 'vitest'
import { spreadOf, written } from './statistics'

describe('the spread of measurements', () => {
  it('is undefined where nothing was measured', () => {
    expect(spreadOf([])).toBeUndefined()
  })

  it('has the middle one as its median, whatever their order', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, q1: 2, q3: 4, count: 3 })
  })

  it('lies between two neighbours where there is no middle one', () => {
    expect(spreadOf([1, 2, 3, 10])).toMatchObject({ median: 2.5, q1: 1.75, q3: 4.75 })
  })
})

describe('a figure as it is written', () => {
  it('is rounded up, so that a miss never looks like a hit', () => {
    expect(written(1.001, 2)).toBe('1.01')
  })

  it('stays as it is where its digits suffice', () => {
    expect(written(0.29, 2)).toBe('0.29')
    expect(written(1, 2)).toBe('1.00')
  })
})
