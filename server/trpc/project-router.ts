import { z } from 'zod'
import { byProjectIdSchema, idSchema } from '@/domain/contracts/common'
import {
  createProjectInputSchema,
  inviteMemberInputSchema,
  inviteMemberOutputSchema,
  memberDtoSchema,
  projectDtoSchema,
  projectOverviewDtoSchema,
  removeMemberInputSchema,
  revokeInviteInputSchema,
  setMemberLevelInputSchema,
} from '@/domain/contracts/project'
import { createProject } from '../commands/project/create-project'
import { inviteMember } from '../commands/project/invite-member'
import { removeMember } from '../commands/project/remove-member'
import { revokeInvite } from '../commands/project/revoke-invite'
import { setMemberLevel } from '../commands/project/set-member-level'
import { getProjectList } from '../queries/project/get-project-list'
import { getProjectOverview } from '../queries/project/get-project-overview'
import { t } from './init'
import { command, query } from './procedures'

export const projectRouter = t.router({
  create: command(createProjectInputSchema, projectDtoSchema, createProject),
  list: query(z.void(), z.array(projectDtoSchema), getProjectList),
  overview: query(byProjectIdSchema, projectOverviewDtoSchema, getProjectOverview),
  inviteMember: command(inviteMemberInputSchema, inviteMemberOutputSchema, inviteMember),
  setMemberLevel: command(setMemberLevelInputSchema, memberDtoSchema, setMemberLevel),
  removeMember: command(removeMemberInputSchema, z.strictObject({ userId: idSchema }), removeMember),
  revokeInvite: command(revokeInviteInputSchema, z.strictObject({ inviteId: idSchema }), revokeInvite),
})
