import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { insertToken, readToken } from '@/db/statements/tokens'
import type { createTokenInputSchema, createTokenOutputSchema } from '@/domain/contracts/session'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { makeApiToken } from '../../auth/secrets'
import { toTokenDto } from '../../queries/token/get-token-list'
import type { CommandScope } from '../run-command'

const shownCharacters = 8
const dayMs = 86_400_000

/** Makes an API token that acts as oneself; its secret is in this answer and nowhere else. A token cannot make tokens. */
export async function createToken(
  { tx, actor, now }: CommandScope,
  { name, expiresInDays }: z.output<typeof createTokenInputSchema>,
): Promise<Result<z.input<typeof createTokenOutputSchema>, Refusal>> {
  if (actor.kind === 'token')
    return refuse('forbidden', 'A token cannot make tokens.', 'Sign in with your password and make it there.')
  const { secret, hash } = makeApiToken()
  const expiresAt = expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * dayMs)
  const tokenId = await insertToken(tx, {
    userId: actor.userId,
    name,
    prefix: secret.slice(0, shownCharacters),
    secretHash: hash,
    createdAt: now,
    expiresAt,
  })
  const after = { name, expiresAt: expiresAt?.toISOString() ?? null }
  const change = { action: 'token.create', subject: `token:${tokenId}`, projectId: null, before: null, after }
  await applyChange(tx, { actor, ...change }, now)
  const token = await readToken(tx, tokenId)
  if (token === null) throw new Error('The new token is gone.')
  return ok({ token: toTokenDto(token), secret })
}
