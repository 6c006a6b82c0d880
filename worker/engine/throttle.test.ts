import { describe, expect, it } from 'vitest'
import { ByteThrottle } from './throttle'

/** A clock that only sleeping moves. */
function rigOf(rate: { value: number | null }) {
  let now = 0
  const ports = {
    clock: { now: () => new Date(now), elapsedMs: () => now },
    sleep: async (ms: number) => {
      now += ms
    },
  }
  return { throttle: new ByteThrottle(ports, () => rate.value), elapsed: () => now, pass: (ms: number) => (now += ms) }
}
const never = new AbortController().signal

describe('the throttle', () => {
  it('lets the bytes of all lanes through at its rate', async () => {
    const { throttle, elapsed } = rigOf({ value: 100_000 })
    for (let n = 0; n < 100; n++) await throttle.spend(10_000, never)
    expect(elapsed()).toBeGreaterThan(9_700)
    expect(elapsed()).toBeLessThan(10_100)
  })

  it('does not make up for a quiet time by more than a quarter of a second', async () => {
    const { throttle, elapsed, pass } = rigOf({ value: 100_000 })
    pass(60_000)
    const before = elapsed()
    for (let n = 0; n < 10; n++) await throttle.spend(10_000, never)
    expect(elapsed() - before).toBeGreaterThan(700)
  })

  it('never waits without a limit, and forgets what was owed when the limit is lifted', async () => {
    const rate = { value: 1_000 as number | null }
    const { throttle, elapsed } = rigOf(rate)
    const waiting = throttle.spend(1_000_000, never)
    rate.value = null
    await waiting
    expect(elapsed()).toBeLessThan(1_000)
    expect(throttle.spend(1_000_000, never)).toBe(undefined)
  })

  it('stops waiting when the lane is to stop', async () => {
    const stop = new AbortController()
    const { throttle } = rigOf({ value: 1 })
    stop.abort()
    await throttle.spend(1_000_000, stop.signal)
  })
})
