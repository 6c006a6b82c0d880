import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { changeRole, insertInvite } from '@/db/statements/change-projects'
import { findPerson } from '@/db/statements/people'
import { readMembers } from '@/db/statements/projects'
import type { inviteMemberInputSchema, inviteMemberOutputSchema } from '@/domain/contracts/project'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { makeInviteToken } from '../../auth/secrets'
import { toMemberDto } from '../../queries/project/project-dto'
import type { CommandScope } from '../run-command'
import { manageMembers, withinOwnLevel } from './members'

const inviteDays = 7

type Input = z.output<typeof inviteMemberInputSchema>
type Output = z.input<typeof inviteMemberOutputSchema>

/** Gives somebody a role: at once where they have an account, else by a link that is answered once within seven days. */
export async function inviteMember(scope: CommandScope, input: Input): Promise<Result<Output, Refusal>> {
  const managed = await manageMembers(scope, input.projectId)
  if (!managed.ok) return managed
  const within = withinOwnLevel(managed.value.own, input.level)
  if (!within.ok) return within
  const userId = await findPerson(scope.tx, input.email)
  if (userId === null) return invite(scope, input)
  if (managed.value.members.some((member) => member.userId === userId))
    return refuse('conflict', 'They are a member already.', 'Change their role instead.', 'email')
  return add(scope, input, userId)
}

async function add({ tx, actor, now }: CommandScope, input: Input, userId: string): Promise<Result<Output, Refusal>> {
  const { projectId, level } = input
  await changeRole(tx, { projectId, userId, level, by: actor.userId, now })
  const change = {
    action: 'project.addMember',
    subject: `user:${userId}`,
    before: null,
    after: { level },
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  const [member] = await readMembers(tx, projectId, userId)
  if (member === undefined) throw new Error('The new member is gone.')
  return ok({ kind: 'added', member: toMemberDto(member) })
}

async function invite({ tx, actor, now }: CommandScope, input: Input): Promise<Result<Output, Refusal>> {
  const { projectId, email, level } = input
  const { secret, hash } = makeInviteToken()
  const expiresAt = new Date(now.getTime() + inviteDays * 86_400_000)
  const values = { projectId, email, level, tokenHash: hash, invitedById: actor.userId, createdAt: now, expiresAt }
  const id = await insertInvite(tx, values)
  const change = {
    action: 'project.inviteMember',
    subject: `invite:${id}`,
    before: null,
    after: { email, level, expiresAt: expiresAt.toISOString() },
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  const shown = { id, email, level, expiresAt: expiresAt.toISOString(), invitedBy: actor.name }
  return ok({ kind: 'invited', invite: shown, path: `/invite/${secret}` })
}
