import { describe, expect, it } from 'vitest'
import { simulate } from './simulate'

const seeds = 10_000
const seesBroken = (holes: Parameters<typeof simulate>[1], upTo: number) =>
  Array.from({ length: upTo }, (_, n) => n + 1).some((seed) => simulate(seed, holes).violations.length > 0)

describe('the engine’s decisions, simulated', () => {
  it(`land every row once under ${seeds} seeds of crashes, zombies, guests, lost answers and lost commits`, () => {
    let [faults, epochs, snapshots, orders] = [0, 0, 0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const run = simulate(seed)
      if (run.violations.length > 0) expect.fail(`seed ${seed}: ${run.violations.join(', ')}`)
      faults += run.faults
      epochs += run.epochs - 1
      snapshots += run.snapshots - 1
      orders += run.orders
    }
    // It was no calm: what the promise is about has happened.
    expect(faults / seeds).toBeGreaterThan(10)
    expect(epochs / seeds).toBeGreaterThan(3)
    expect(snapshots / seeds).toBeGreaterThan(2)
    expect(orders / seeds).toBeGreaterThan(4)
  }, 300_000)

  it('are always the same for a seed', () => {
    expect(simulate(42)).toEqual(simulate(42))
  })

  it.each([
    ['without the fence', { noFence: true }],
    ['where nobody waits for earlier writers', { noWait: true }],
    ['where chunks of two snapshots are mixed', { noRecheck: true }],
    ['where a commit without an answer counts as none', { noQuestion: true }],
    ['where a commit without an answer counts as done', { blindTrust: true }],
    ['where a guest that was shut out may come back', { noSeat: true }],
  ])('break the promise %s, and the simulation sees it', (_, holes) => {
    expect(seesBroken(holes, 5_000)).toBe(true)
  })
})
