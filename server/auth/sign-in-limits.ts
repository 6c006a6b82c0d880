import { createHash } from 'node:crypto'
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from '@/db/client'
import { rateLimits } from '@/db/schema/operations'

const windowSeconds = 600
/** Wrong passwords for one account, wherever they come from. */
const perAccount = 10
/** Attempts from one address, on whatever accounts. */
const perAddress = 100

/** Counts sign-ins, in the database, so that all web processes count together. An attempt counts before it is judged. */
export class SignInLimits {
  readonly #accounts: RateLimiterDrizzle
  readonly #addresses: RateLimiterDrizzle

  constructor(db: Db) {
    const limiter = (keyPrefix: string, points: number) =>
      new RateLimiterDrizzle({ storeClient: db, schema: rateLimits, keyPrefix, points, duration: windowSeconds })
    this.#accounts = limiter('sign-in-account', perAccount)
    this.#addresses = limiter('sign-in-address', perAddress)
  }

  /** Counts an attempt. Answers how many seconds to wait; 0: it may go on. */
  async count(attempt: { readonly email: string; readonly ip: string | null }): Promise<number> {
    const waits = await Promise.all([
      waitOf(this.#accounts.consume(keyOf(attempt.email))),
      attempt.ip === null ? 0 : waitOf(this.#addresses.consume(keyOf(attempt.ip))),
    ])
    return Math.max(...waits)
  }

  /** A right password clears the account's count. */
  async clear(email: string): Promise<void> {
    await this.#accounts.delete(keyOf(email))
  }
}

/** Counted by a hash: the table need not know who tries to sign in. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

async function waitOf(consumed: Promise<unknown>): Promise<number> {
  try {
    await consumed
    return 0
  } catch (cause) {
    if (cause instanceof RateLimiterRes) return Math.max(1, Math.ceil(cause.msBeforeNext / 1_000))
    throw cause
  }
}
