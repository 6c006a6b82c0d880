import { randomBytes } from 'node:crypto'
import { hashSecret } from '@/db/statements/set-up-link'

/** A secret that is shown once, and what is stored of it. */
export interface ShownOnce {
  readonly secret: string
  readonly hash: string
}

/** An API token: 256 random bits behind a prefix that secret scanners know. */
export function makeApiToken(): ShownOnce {
  return make('gdw_')
}

/** The token of an invitation's link. */
export function makeInviteToken(): ShownOnce {
  return make('')
}

function make(prefix: string): ShownOnce {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`
  return { secret, hash: hashSecret(secret) }
}
