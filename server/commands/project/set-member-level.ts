import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { changeRole } from '@/db/statements/change-projects'
import { readMembers } from '@/db/statements/projects'
import type { MemberDto, setMemberLevelInputSchema } from '@/domain/contracts/project'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { toMemberDto } from '../../queries/project/project-dto'
import type { CommandScope } from '../run-command'
import { findMember, keepsOwner, manageMembers, withinOwnLevel } from './members'

/** Gives a member another role. The last owner stays one. */
export async function setMemberLevel(
  scope: CommandScope,
  { projectId, userId, level }: z.output<typeof setMemberLevelInputSchema>,
): Promise<Result<MemberDto, Refusal>> {
  const { tx, actor, now } = scope
  const managed = await manageMembers(scope, projectId)
  if (!managed.ok) return managed
  const { members, own } = managed.value
  const member = findMember(members, userId)
  if (!member.ok) return member
  for (const touched of [level, member.value.level]) {
    const within = withinOwnLevel(own, touched)
    if (!within.ok) return within
  }
  if (member.value.level !== level) {
    const kept = level === 'owner' ? ok(null) : keepsOwner(members, userId)
    if (!kept.ok) return kept
    await changeRole(tx, { projectId, userId, level, by: actor.userId, now })
    const change = {
      action: 'project.setMemberLevel',
      subject: `user:${userId}`,
      before: { level: member.value.level },
      after: { level },
      wake: [{ kind: 'project' as const, id: projectId }],
    }
    await applyChange(tx, { actor, projectId, ...change }, now)
  }
  const [shown] = await readMembers(tx, projectId, userId)
  if (shown === undefined) throw new Error('The member is gone.')
  return ok(toMemberDto(shown))
}
