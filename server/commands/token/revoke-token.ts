import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { revokeToken as endToken, readToken } from '@/db/statements/tokens'
import type { revokeTokenInputSchema, TokenDto } from '@/domain/contracts/session'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { toTokenDto } from '../../queries/token/get-token-list'
import type { CommandScope } from '../run-command'

/** Ends a token at once: one's own, or as an administrator that of a service. */
export async function revokeToken(
  { tx, actor, now }: CommandScope,
  { tokenId }: z.output<typeof revokeTokenInputSchema>,
): Promise<Result<TokenDto, Refusal>> {
  const token = await readToken(tx, tokenId)
  const mayEnd = token !== null && (token.userId === actor.userId || (actor.isAdmin && token.ownerKind === 'service'))
  if (!mayEnd) return refuse('not-found', 'There is no such token.', 'Look at your tokens as they are now.', 'tokenId')
  if (await endToken(tx, tokenId, now)) {
    const change = {
      action: 'token.revoke',
      subject: `token:${tokenId}`,
      projectId: null,
      before: { name: token.name, owner: token.ownerName },
      after: null,
    }
    await applyChange(tx, { actor, ...change }, now)
  }
  const ended = await readToken(tx, tokenId)
  if (ended === null) throw new Error('The token is gone.')
  return ok(toTokenDto(ended))
}
