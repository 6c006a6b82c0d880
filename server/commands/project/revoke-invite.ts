import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { revokeInvite as endInvite } from '@/db/statements/change-projects'
import type { revokeInviteInputSchema } from '@/domain/contracts/project'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { manageMembers } from './members'

/** Takes an invitation back; its link is void. */
export async function revokeInvite(
  scope: CommandScope,
  { projectId, inviteId }: z.output<typeof revokeInviteInputSchema>,
): Promise<Result<{ inviteId: string }, Refusal>> {
  const { tx, actor, now } = scope
  const managed = await manageMembers(scope, projectId)
  if (!managed.ok) return managed
  const ended = await endInvite(tx, projectId, inviteId, now)
  if (ended === null)
    return refuse('not-found', 'There is no such open invitation.', 'Look at the members as they are now.', 'inviteId')
  const change = {
    action: 'project.revokeInvite',
    subject: `invite:${inviteId}`,
    before: { email: ended.email, level: ended.level },
    after: null,
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return ok({ inviteId })
}
