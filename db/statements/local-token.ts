import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Actor } from '@/domain/access/actor'
import { applyChange } from '../apply-change'
import { apiTokens, users } from '../schema/people'
import type { Tx } from '../transaction'
import { hashSecret } from './set-up-link'

const name = 'local'

/**
 * Makes the local token valid: the token of a service principal of its own, so that it is listed, revoked and audited like any other.
 * A token that was valid before under this principal is revoked. One that a person has revoked stays revoked.
 */
export async function registerLocalToken(tx: Tx, secret: string, now: Date): Promise<void> {
  const secretHash = hashSecret(secret)
  const [known] = await tx.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.secretHash, secretHash))
  if (known !== undefined) return
  const userId = await localPrincipal(tx)
  await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt), ne(apiTokens.secretHash, secretHash)))
  const [token] = await tx
    .insert(apiTokens)
    .values({ userId, name: 'Local token', prefix: secret.slice(0, 8), secretHash, createdAt: now })
    .returning({ id: apiTokens.id })
  const actor: Actor = { kind: 'system', workerId: 'boot', via: { channel: 'worker', ip: null, requestId: null } }
  const change = {
    actor,
    action: 'token.create',
    subject: `token:${token?.id}`,
    projectId: null,
    before: null,
    after: { name: 'Local token', principal: name },
  }
  await applyChange(tx, change, now)
}

async function localPrincipal(tx: Tx): Promise<string> {
  const [found] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.kind, 'service'), eq(users.name, name)))
  if (found !== undefined) return found.id
  const [made] = await tx.insert(users).values({ kind: 'service', name }).returning({ id: users.id })
  if (made === undefined) throw new Error('The local principal could not be made.')
  return made.id
}
