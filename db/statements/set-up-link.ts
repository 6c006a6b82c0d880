import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { installation, users } from '../schema/people'
import type { Tx } from '../transaction'

/** A secret as it is stored: SHA-256 is enough for 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Is there a person who administers this installation? Then the set-up page is gone for ever. */
export async function hasAdministrator(tx: Tx): Promise<boolean> {
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.kind, 'person'), eq(users.isAdmin, true), isNull(users.disabledAt)))
    .limit(1)
  return found.length > 0
}

/**
 * A new one-time set-up token while there is no administrator, and null afterwards. Only its hash is stored; a token that an earlier
 * start has printed is void from now on.
 */
export async function renewSetUpToken(tx: Tx): Promise<string | null> {
  await tx.insert(installation).values({ id: 1 }).onConflictDoNothing()
  await tx.select().from(installation).where(eq(installation.id, 1)).for('update')
  if (await hasAdministrator(tx)) {
    await tx.update(installation).set({ setupTokenHash: null }).where(eq(installation.id, 1))
    return null
  }
  const token = randomBytes(24).toString('base64url')
  await tx
    .update(installation)
    .set({ setupTokenHash: hashSecret(token) })
    .where(eq(installation.id, 1))
  return token
}
