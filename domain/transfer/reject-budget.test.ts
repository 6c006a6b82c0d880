import { expect, it } from 'vitest'
import { mostOfChunk, mostRejects } from './reject-budget'

const budget = { maxRejectedRows: 100, maxRejectedPercent: 1 }

it('both limits hold, and a share of a small table is a whole row', () => {
  expect(mostRejects(budget, 1_000_000n)).toBe(100)
  expect(mostRejects(budget, 5_000n)).toBe(50)
  expect(mostRejects(budget, 30n)).toBe(1)
  expect(mostRejects(budget, 0n)).toBe(0)
})

it('zero of either is none, and a table that is not counted yet has the number alone', () => {
  expect(mostRejects({ ...budget, maxRejectedRows: 0 }, 5_000n)).toBe(0)
  expect(mostRejects({ ...budget, maxRejectedPercent: 0 }, null)).toBe(0)
  expect(mostRejects(budget, null)).toBe(100)
})

it('half of a chunk may be bad, but of a handful of rows all', () => {
  expect([1, 9, 10, 11, 500].map(mostOfChunk)).toEqual([1, 9, 5, 5, 250])
})
