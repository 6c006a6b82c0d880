import { getInviteState } from '@/server/commands/access/accept-invite'
import { getSetUpState } from '@/server/commands/access/set-up'
import { readReadiness } from '@/server/health/readiness'
import { services } from '@/server/services'

/** May the first administrator be made with this token, and is everything there that Godwit needs? */
export async function readSetUp(token: string | null) {
  const held = services()
  const [state, checks] = await Promise.all([getSetUpState(held, token), readReadiness(held)])
  return { state, checks }
}

/** What an invitation offers; `gone` where it no longer does. */
export function readInvite(token: string) {
  return getInviteState(services(), token)
}
