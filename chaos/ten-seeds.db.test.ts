import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Arena, openArena } from './arena'
import { runSeed } from './run-seed'

// The first ten: ten different faults. `npm run chaos` plays as many as one likes.
const seeds = Array.from({ length: 10 }, (_, n) => n + 1)

let arena: Arena
let counted = 0
beforeAll(async () => {
  arena = await openArena()
})
afterAll(async () => {
  const left = await arena.close()
  expect(left).toEqual([])
})

describe('a migration between servers and workers that are all harmed', () => {
  it.each(seeds)('completes with every row once and leaves nothing behind (seed %i)', async (seed) => {
    const { violations, notCounted } = await runSeed(arena, seed)
    expect(violations).toEqual([])
    if (notCounted === null) counted += 1
  })

  it('was struck while chunks were in flight', () => {
    expect(counted).toBeGreaterThanOrEqual(seeds.length - 3)
  })
})
