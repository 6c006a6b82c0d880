import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelayMs, retryPolicySchema } from './retry'

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
