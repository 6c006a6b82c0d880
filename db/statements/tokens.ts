import { and, desc, eq, isNull, or } from 'drizzle-orm'
import type { Db } from '../client'
import { apiTokens, users } from '../schema/people'
import type { Tx } from '../transaction'

const shown = {
  id: apiTokens.id,
  userId: apiTokens.userId,
  name: apiTokens.name,
  prefix: apiTokens.prefix,
  ownerName: users.name,
  ownerKind: users.kind,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  revokedAt: apiTokens.revokedAt,
}

/** A token without its secret, which is stored as a hash alone. */
export type TokenRow = Awaited<ReturnType<typeof readTokens>>[number]

/** A user's tokens, newest first; those of services too, where `withServices`. */
export async function readTokens(db: Db | Tx, userId: string, withServices: boolean) {
  return db
    .select(shown)
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(or(eq(apiTokens.userId, userId), withServices ? eq(users.kind, 'service') : undefined))
    .orderBy(desc(apiTokens.createdAt))
}

/** One token. */
export async function readToken(db: Db | Tx, id: string): Promise<TokenRow | null> {
  const [row] = await db
    .select(shown)
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(eq(apiTokens.id, id))
  return row ?? null
}

/** Adds a token and answers its id. */
export async function insertToken(tx: Tx, values: typeof apiTokens.$inferInsert): Promise<string> {
  const [row] = await tx.insert(apiTokens).values(values).returning({ id: apiTokens.id })
  if (row === undefined) throw new Error('The token was not inserted.')
  return row.id
}

/** Ends a token; false when it has been revoked before. */
export async function revokeToken(tx: Tx, id: string, now: Date): Promise<boolean> {
  const ended = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id })
  return ended.length > 0
}
