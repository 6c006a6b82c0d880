import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { applyDecision } from '@/db/apply-decision'
import { readGrantedMigrations } from '@/db/statements/access'
import { changeRole } from '@/db/statements/change-projects'
import { lockMigration } from '@/db/statements/lock-migration'
import type { removeMemberInputSchema } from '@/domain/contracts/project'
import { nothing } from '@/domain/migration/decision'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { findMember, keepsOwner, manageMembers, withinOwnLevel } from './members'

/**
 * Takes a member out of a project, and with the role every grant on one of its migrations: whoever is out sees nothing of it within
 * seconds, open streams included. The last owner stays.
 */
export async function removeMember(
  scope: CommandScope,
  { projectId, userId }: z.output<typeof removeMemberInputSchema>,
): Promise<Result<{ userId: string }, Refusal>> {
  const { tx, actor, now } = scope
  const managed = await manageMembers(scope, projectId)
  if (!managed.ok) return managed
  const { members, own } = managed.value
  const member = findMember(members, userId)
  if (!member.ok) return member
  const within = withinOwnLevel(own, member.value.level)
  if (!within.ok) return within
  const kept = keepsOwner(members, userId)
  if (!kept.ok) return kept
  const { name, level } = member.value
  await changeRole(tx, { projectId, userId, level: null, by: actor.userId, now })
  for (const migrationId of await readGrantedMigrations(tx, projectId, userId)) {
    const snapshot = await lockMigration(tx, migrationId, actor.userId)
    if (snapshot === null) continue
    const decision = {
      ...nothing,
      grants: [{ kind: 'revoke', userId } as const],
      events: [{ type: 'MigrationAccessRevoked', data: { userId, name } } as const],
      audit: { action: 'migration.revokeAccess', reason: null, before: { userId }, after: null },
    }
    await applyDecision(tx, snapshot, decision, actor, now)
  }
  const change = {
    action: 'project.removeMember',
    subject: `user:${userId}`,
    before: { level },
    after: null,
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return ok({ userId })
}
