import { readTokens, type TokenRow } from '@/db/statements/tokens'
import type { TokenDto } from '@/domain/contracts/session'
import { ok, type Result } from '@/domain/result'
import type { Ask } from '../ask'

/** A token as it is listed. */
export function toTokenDto({ userId: _, ...token }: TokenRow): TokenDto {
  return {
    ...token,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  }
}

/** One's own tokens; an administrator also sees those of services. */
export async function getTokenList({ db, userId, identity }: Ask): Promise<Result<TokenDto[], never>> {
  const tokens = await readTokens(db, userId, identity.isAdmin)
  return ok(tokens.map(toTokenDto))
}
