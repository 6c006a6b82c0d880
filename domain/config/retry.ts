import { z } from 'zod'

/** How often, and after what pause, a transient error is tried again. Attempts count per chunk and start anew on success. */
export const retryPolicySchema = z.strictObject({
  maxAttempts: z.int().min(1).max(20).default(5).describe('Tries of one chunk, the first included.'),
  initialDelayMs: z.int().min(10).max(60_000).default(500).describe('Milliseconds before the second try.'),
  backoffFactor: z.number().min(1).max(10).default(2).describe('Each pause is this many times the one before.'),
  maxDelayMs: z.int().min(10).max(600_000).default(30_000).describe('No pause is longer than this, in milliseconds.'),
  jitter: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Each pause varies by up to this fraction, so that lanes do not retry in step.'),
})
export type RetryPolicy = z.infer<typeof retryPolicySchema>

/**
 * Milliseconds to wait before try `attempt + 1`, after `attempt` (≥ 1) has failed; null when the policy is used up.
 * `random` is in [0, 1).
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random: number): number | null {
  if (attempt >= policy.maxAttempts) return null
  const plain = Math.min(policy.initialDelayMs * policy.backoffFactor ** (attempt - 1), policy.maxDelayMs)
  return Math.round(plain * (1 - policy.jitter + 2 * policy.jitter * random))
}
