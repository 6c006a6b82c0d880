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
  horizonMs: z
    .int()
    .min(1_000)
    .max(86_400_000)
    .default(1_800_000)
    .describe('Milliseconds that a server may be out of reach or take no writes; waiting for it costs no try.'),
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

/** A server is out of reach, or takes no work: since when, in milliseconds of any steady clock, and how often that was met. */
export interface Outage {
  readonly since: number
  readonly met: number
}

/** An outage that is met (again) at `now`. */
export const outageAt = (before: Outage | null, now: number): Outage =>
  before === null ? { since: now, met: 1 } : { ...before, met: before.met + 1 }

/** Milliseconds to wait before a server is asked again that has been away; null once it has been for as long as the horizon. */
export function outageDelayMs(policy: RetryPolicy, outage: Outage, now: number, random: number): number | null {
  if (now - outage.since >= policy.horizonMs) return null
  return retryDelayMs({ ...policy, maxAttempts: outage.met + 1 }, outage.met, random)
}

/** What a piece of work has used up since it last succeeded. */
export interface Patience {
  /** Tries that count. */
  readonly attempt: number
  readonly outage: Outage | null
}

/**
 * What is left of the patience after a try that has failed for now, and when the next one comes; null: it is used up. `isAway`: the server
 * was, which no work can be at fault for; then the try does not count, and the horizon holds instead.
 */
export function afterFailure(
  policy: RetryPolicy,
  { attempt, outage }: Patience,
  { isAway, now, random }: { isAway: boolean; now: number; random: number },
): { readonly patience: Patience; readonly delayMs: number | null } {
  if (!isAway) return { patience: { attempt, outage: null }, delayMs: retryDelayMs(policy, attempt, random) }
  const met = outageAt(outage, now)
  const patience = { attempt: Math.max(0, attempt - 1), outage: met }
  return { patience, delayMs: outageDelayMs(policy, met, now, random) }
}
