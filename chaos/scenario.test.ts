import { describe, expect, it } from 'vitest'
import { faultKinds, scenarioOf } from './scenario'

const many = Array.from({ length: 2_000 }, (_, n) => scenarioOf(n + 1))

describe('the scenario of a seed', () => {
  it('is the same each time, and another for another seed', () => {
    expect(scenarioOf(17)).toEqual(scenarioOf(17))
    expect(new Set(many.map((scenario) => JSON.stringify({ ...scenario, seed: 0 }))).size).toBe(many.length)
  })

  it('takes every fault in turn', () => {
    const first = many.slice(0, faultKinds.length).map(({ strikes }) => strikes.map(({ kind }) => kind))
    for (const [n, kind] of faultKinds.entries()) expect(first[n]).toContain(kind)
  })

  it('strikes at least once while chunks may be in flight, and in the order of a run’s life', () => {
    const order = ['planning', 'retrying', 'copying', 'successor', 'paused', 'finishing']
    for (const { strikes } of many) {
      const points = strikes.map(({ point }) => order.indexOf(point))
      expect(points).toEqual([...points].sort((a, b) => a - b))
      expect(strikes.some(({ point }) => !['planning', 'finishing'].includes(point))).toBe(true)
      expect(strikes.length).toBeLessThanOrEqual(2)
    }
  })
})
