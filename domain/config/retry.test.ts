import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterFailure, type Patience, retryDelayMs, retryPolicySchema } from './retry'

const policy = retryPolicySchema.parse({})

describe('the retry policy', () => {
  it('waits longer each time, up to its longest pause', () => {
    const still = { ...policy, jitter: 0 }
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(still, attempt, 0.5))).toEqual([500, 1_000, 2_000, 4_000])
    expect(retryDelayMs({ ...still, maxDelayMs: 1_500 }, 4, 0.5)).toBe(1_500)
  })

  it('is used up after its last attempt', () => {
    expect(retryDelayMs(policy, policy.maxAttempts, 0)).toBeNull()
  })

  it('varies each pause by no more than its jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const plain = Math.min(policy.initialDelayMs * policy.backoffFactor ** (attempt - 1), policy.maxDelayMs)
        const delay = retryDelayMs(policy, attempt, random) ?? Number.NaN
        expect(Math.abs(delay - plain)).toBeLessThanOrEqual(plain * policy.jitter + 1)
      }),
    )
  })
})

describe('the patience with a server that is away', () => {
  const short = { ...policy, jitter: 0, maxAttempts: 3, maxDelayMs: 10_000, horizonMs: 120_000 }

  /** Tries as soon as it may, until the patience is used up: when, in milliseconds, and what is left then. */
  function tried(isAway: (now: number) => boolean, most = 1_000) {
    let now = 0
    let patience: Patience = { attempt: 0, outage: null }
    for (let tries = 1; tries <= most; tries++) {
      const after = afterFailure(
        short,
        { ...patience, attempt: patience.attempt + 1 },
        { isAway: isAway(now), now, random: 0.5 },
      )
      if (after.delayMs === null) return { now, tries, left: after.patience }
      patience = after.patience
      now += after.delayMs
    }
    return { now, tries: most, left: patience }
  }

  it('lasts for as long as the horizon, and uses up no try', () => {
    const { now, tries, left } = tried(() => true)
    expect(now).toBeGreaterThanOrEqual(120_000)
    expect(now).toBeLessThan(130_000)
    expect(tries).toBeGreaterThan(12)
    expect(left).toMatchObject({ attempt: 0, outage: { since: 0 } })
  })

  it('leaves all tries for what comes after it, and begins anew with the next outage', () => {
    expect(tried((now) => now < 60_000)).toMatchObject({ left: { attempt: 3, outage: null } })
    let before: Patience = { attempt: 1, outage: { since: 0, met: 9 } }
    before = afterFailure(short, before, { isAway: false, now: 110_000, random: 0 }).patience
    const next = afterFailure(short, { ...before, attempt: 2 }, { isAway: true, now: 130_000, random: 0 })
    expect(next).toEqual({ patience: { attempt: 1, outage: { since: 130_000, met: 1 } }, delayMs: 500 })
  })

  it('is not lent to work that fails by itself', () => {
    expect(tried(() => false)).toMatchObject({ tries: 3, left: { attempt: 3 } })
  })

  it('never counts more tries than were made, nor waits longer than the longest pause', () => {
    const failure = fc.record({ isAway: fc.boolean(), ms: fc.nat(20_000) })
    fc.assert(
      fc.property(fc.array(failure), (failures) => {
        let [now, counted] = [0, 0]
        let patience: Patience = { attempt: 0, outage: null }
        for (const { isAway, ms } of failures) {
          now += ms
          counted += isAway ? 0 : 1
          const after = afterFailure(
            short,
            { ...patience, attempt: patience.attempt + 1 },
            { isAway, now, random: 0.5 },
          )
          patience = after.patience
          expect(patience.attempt).toBe(counted)
          expect(after.delayMs ?? 0).toBeLessThanOrEqual(short.maxDelayMs)
        }
      }),
    )
  })
})
