import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { apiTokens, users } from '../schema/people'

const person = {
  userId: users.id,
  name: users.name,
  email: users.email,
  kind: users.kind,
  isAdmin: users.isAdmin,
  sessionVersion: users.sessionVersion,
}

/** A user who may sign in, as of now; null when there is none or it is disabled. */
export async function readUser(db: Db, userId: string) {
  const [user] = await db
    .select(person)
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
  return user ?? null
}

/** What signing in compares: by e-mail address in lower case (index users_email_key). Null for nobody, a service, a disabled one. */
export async function readCredentials(db: Db, email: string) {
  const [user] = await db
    .select({ ...person, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.email, email), eq(users.kind, 'person'), isNull(users.disabledAt)))
  return user ?? null
}

/** The holder of an API token by the secret's hash (index api_tokens_secret_key); null when expired, revoked or unknown. */
export async function readTokenHolder(db: Db, secretHash: string, now: Date) {
  const [holder] = await db
    .select({ ...person, tokenId: apiTokens.id })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.secretHash, secretHash), valid(now)))
  return holder ?? null
}

/** The holder of a token by the token's id, for a stream that is open already. */
export async function readTokenHolderById(db: Db, tokenId: string, now: Date) {
  const [holder] = await db
    .select({ ...person, tokenId: apiTokens.id })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.id, tokenId), valid(now)))
  return holder ?? null
}

const valid = (now: Date) =>
  and(
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
    isNull(users.disabledAt),
  )

/** Notes that a token was used, to the minute: a write for each request would be one too many. */
export async function touchToken(db: Db, tokenId: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000)
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, tokenId), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, minuteAgo))))
}

/** Ends every session of a user: the number in their cookies is no longer theirs. */
export async function raiseSessionVersion(db: Db, userId: string, from: number): Promise<void> {
  await db
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(and(eq(users.id, userId), eq(users.sessionVersion, from)))
}
