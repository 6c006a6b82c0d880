import { NextRequest } from 'next/server'
import { getToken } from 'next-auth/jwt'
import { z } from 'zod'
import { readTokenHolder, readTokenHolderById, readUser, touchToken } from '@/db/statements/identities'
import { hashSecret } from '@/db/statements/set-up-link'
import type { Services } from '../services'
import type { Identity } from './identity'

/** What a session cookie says; everything else is read from the database, each time. */
export const sessionClaimsSchema = z.object({ sub: z.uuid(), sessionVersion: z.int() })

const bearerPattern = /^Bearer (gdw_[A-Za-z0-9_-]{20,200})$/

/** The parts of a request by which it proves who sent it. */
export interface Proof {
  readonly headers: Headers
}

/**
 * Who sent this, or null. A request that bears an Authorization header is judged by it alone: a bad token never falls back to the
 * cookie of whoever owns the browser.
 */
export async function identify(services: Services, { headers }: Proof): Promise<Identity | null> {
  const authorization = headers.get('authorization')
  return authorization === null ? bySession(services, headers) : byToken(services, authorization)
}

async function byToken(services: Services, authorization: string): Promise<Identity | null> {
  const secret = bearerPattern.exec(authorization)?.[1]
  if (secret === undefined) return null
  const now = services.now()
  const holder = await readTokenHolder(services.db, hashSecret(secret), now)
  if (holder === null) return null
  await touchToken(services.db, holder.tokenId, now)
  return tokenIdentity(holder)
}

async function bySession(services: Services, headers: Headers): Promise<Identity | null> {
  const req = new NextRequest(services.url, { headers })
  const token = await getToken({ req, secret: services.authSecret, secureCookie: usesSecureCookies(services.url) })
  const claims = sessionClaimsSchema.safeParse(token)
  return claims.success ? readSession(services, claims.data.sub, claims.data.sessionVersion) : null
}

/** The same identity as of now, for a stream that stays open; null once the proof no longer holds. */
export async function proveAgain(services: Pick<Services, 'db' | 'now'>, identity: Identity): Promise<Identity | null> {
  if (identity.proof.kind === 'session') return readSession(services, identity.userId, identity.proof.sessionVersion)
  const holder = await readTokenHolderById(services.db, identity.proof.tokenId, services.now())
  return holder === null ? null : tokenIdentity(holder)
}

async function readSession(services: Pick<Services, 'db'>, userId: string, sessionVersion: number) {
  const user = await readUser(services.db, userId)
  if (user === null || user.sessionVersion !== sessionVersion) return null
  const { name, email, kind, isAdmin } = user
  return { userId, name, email, kind, isAdmin, proof: { kind: 'session', sessionVersion } } satisfies Identity
}

type Holder = NonNullable<Awaited<ReturnType<typeof readTokenHolder>>>

function tokenIdentity({ userId, name, email, kind, isAdmin, tokenId }: Holder): Identity {
  return { userId, name, email, kind, isAdmin, proof: { kind: 'token', tokenId } }
}

/** Cookies that only travel over TLS, where Godwit is reached by it. */
export function usesSecureCookies(url: URL): boolean {
  return url.protocol === 'https:'
}
