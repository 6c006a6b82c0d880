import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { changeRole, lockInvite, acceptInvite as markAccepted } from '@/db/statements/change-projects'
import { readProjectLevel } from '@/db/statements/levels'
import { insertPerson } from '@/db/statements/people'
import { hashSecret } from '@/db/statements/set-up-link'
import { type Tx, transaction } from '@/db/transaction'
import type { Via } from '@/domain/access/actor'
import { can } from '@/domain/access/policy'
import type { acceptInviteInputSchema, inviteStateSchema } from '@/domain/contracts/session'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { Asker } from '../../auth/identity'
import { hashPassword } from '../../auth/passwords'
import type { Services } from '../../services'

/** What an invitation offers; `gone` when used, expired, revoked, unknown, or when whoever sent it may no longer invite. */
export function getInviteState(
  services: Pick<Services, 'db' | 'now'>,
  token: string,
): Promise<z.input<typeof inviteStateSchema>> {
  return transaction(services.db, async (tx) => {
    const found = await findOpen(tx, token, services.now())
    if (found === null) return { state: 'gone' }
    const { invite, project } = found
    return { state: 'open', email: invite.email, project, level: invite.level }
  })
}

async function findOpen(tx: Tx, token: string, now: Date) {
  const found = await lockInvite(tx, hashSecret(token))
  if (found === null) return null
  const { acceptedAt, revokedAt, expiresAt, projectId, invitedById } = found.invite
  if (acceptedAt !== null || revokedAt !== null || expiresAt <= now) return null
  return can(await readProjectLevel(tx, projectId, invitedById), 'project.members').ok ? found : null
}

/** Accepts an invitation, once: makes the account and gives it the role. */
export async function acceptInvite(
  services: Pick<Services, 'db' | 'now'>,
  input: z.output<typeof acceptInviteInputSchema>,
  via: Via,
): Promise<Result<{ userId: string }, Refusal>> {
  const { token, name } = input
  const passwordHash = await hashPassword(input.password)
  return transaction(services.db, async (tx) => {
    const now = services.now()
    const found = await findOpen(tx, token, now)
    if (found === null)
      return refuse('not-found', 'This invitation is no longer good.', 'Ask whoever sent it for a new one.')
    const { id: inviteId, projectId, email, level, invitedById } = found.invite
    const userId = await insertPerson(tx, { name, email, passwordHash, isAdmin: false, now })
    if (userId === null)
      return refuse(
        'conflict',
        'You have an account already.',
        'Sign in, and ask an owner of the project to add you again.',
      )
    await markAccepted(tx, inviteId, now)
    await changeRole(tx, { projectId, userId, level, by: invitedById, now })
    const actor: Asker = { kind: 'user', userId, name, isAdmin: false, via }
    const change = {
      action: 'invite.accept',
      subject: `invite:${inviteId}`,
      before: null,
      after: { userId, email, level },
      wake: [{ kind: 'project' as const, id: projectId }],
    }
    await applyChange(tx, { actor, projectId, ...change }, now)
    return ok({ userId })
  })
}
