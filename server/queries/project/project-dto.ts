import type { readMembers, readOpenInvites, readProjects } from '@/db/statements/projects'
import type { InviteDto, MemberDto, ProjectDto } from '@/domain/contracts/project'

type Row<T extends (...args: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<T>>[number]

/** A project as a card shows it. */
export function toProjectDto({ lastResult, ...project }: Row<typeof readProjects>): ProjectDto {
  return {
    ...project,
    createdAt: project.createdAt.toISOString(),
    lastResult: lastResult && {
      migrationId: lastResult.migrationId,
      name: lastResult.name,
      state: lastResult.state,
      at: lastResult.at.toISOString(),
    },
  }
}

/** A member as it is listed. */
export function toMemberDto(member: Row<typeof readMembers>): MemberDto {
  return { ...member, grantedAt: member.grantedAt.toISOString() }
}

/** An invitation as it is listed: without its token, which is not stored. */
export function toInviteDto(invite: Row<typeof readOpenInvites>): InviteDto {
  return { ...invite, expiresAt: invite.expiresAt.toISOString() }
}
