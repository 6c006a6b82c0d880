import { lockMembers, type Membership } from '@/db/statements/change-projects'
import { can } from '@/domain/access/policy'
import { type AccessLevel, reaches } from '@/domain/access/roles'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'

/** The members of a project, locked, for someone who may manage them, and that one's own level. */
export async function manageMembers(
  { tx, actor }: CommandScope,
  projectId: string,
): Promise<Result<{ members: readonly Membership[]; own: AccessLevel }, Refusal>> {
  const members = await lockMembers(tx, projectId)
  const own = members.find((member) => member.userId === actor.userId)?.level ?? null
  const allowed = can(own, 'project.members')
  return allowed.ok ? ok({ members, own: allowed.value }) : allowed
}

/** Nobody gives, or touches, more than they hold themselves. */
export function withinOwnLevel(own: AccessLevel, level: AccessLevel): Result<null, Refusal> {
  return reaches(own, level)
    ? ok(null)
    : refuse('forbidden', `You hold ${own} and cannot decide over ${level}.`, 'Ask an owner of the project.', 'level')
}

/** A project without an owner could never be managed again: someone who can sign in or act stays its owner. */
export function keepsOwner(members: readonly Membership[], leaving: string): Result<null, Refusal> {
  const stays = members.some(({ userId, level, isDisabled }) => userId !== leaving && level === 'owner' && !isDisabled)
  return stays
    ? ok(null)
    : refuse('conflict', 'This is the last owner of the project.', 'Make somebody else an owner first.', 'userId')
}

/** The member that a command is about. */
export function findMember(members: readonly Membership[], userId: string): Result<Membership, Refusal> {
  const member = members.find((candidate) => candidate.userId === userId)
  return member === undefined
    ? refuse('not-found', 'There is no such member.', 'Look at the members as they are now.', 'userId')
    : ok(member)
}
