import { z } from 'zod'
import { accessLevelSchema } from '../access/roles'
import { migrationStateSchema } from '../migration/state'
import { commandBase, idSchema, momentSchema, nameSchema } from './common'
import { migrationDtoSchema } from './migration'
import { emailSchema } from './session'

/** A project as a card or a row shows it. */
export const projectDtoSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  createdAt: momentSchema,
  role: accessLevelSchema.describe('Your own level in it.'),
  running: z.int().describe('Migrations that run now.'),
  migrations: z.int(),
  connections: z.int(),
  members: z.int(),
  lastResult: z
    .strictObject({ migrationId: idSchema, name: z.string(), state: migrationStateSchema, at: momentSchema })
    .nullable(),
})
export type ProjectDto = z.infer<typeof projectDtoSchema>

export const memberDtoSchema = z.strictObject({
  userId: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  kind: z.enum(['person', 'service']),
  level: accessLevelSchema,
  grantedAt: momentSchema,
  grantedBy: z.string().nullable(),
})
export type MemberDto = z.infer<typeof memberDtoSchema>

/** An invitation that has not been accepted yet. */
export const inviteDtoSchema = z.strictObject({
  id: idSchema,
  email: z.string(),
  level: accessLevelSchema,
  expiresAt: momentSchema,
  invitedBy: z.string(),
})
export type InviteDto = z.infer<typeof inviteDtoSchema>

/** One line of a project's recent activity: an event of one of its migrations. */
export const activityDtoSchema = z.strictObject({
  migrationId: idSchema,
  migrationName: z.string(),
  seq: z.int(),
  type: z.string(),
  at: momentSchema,
  actor: z.string(),
})

/** Everything that the overview of a project shows. `needsAttention`: failed, or paused with a reason of its own. */
export const projectOverviewDtoSchema = z.strictObject({
  project: projectDtoSchema,
  running: z.array(migrationDtoSchema),
  needsAttention: z.array(migrationDtoSchema),
  activity: z.array(activityDtoSchema),
  members: z.array(memberDtoSchema),
  invites: z.array(inviteDtoSchema).describe('Empty unless you may manage members.'),
})
export type ProjectOverviewDto = z.infer<typeof projectOverviewDtoSchema>

export const createProjectInputSchema = z.strictObject({ ...commandBase, name: nameSchema })
/** Gives a role: to a user who has an account at once, else by an invitation whose link is answered once. */
export const inviteMemberInputSchema = z.strictObject({
  ...commandBase,
  projectId: idSchema,
  email: emailSchema,
  level: accessLevelSchema,
})
export const inviteMemberOutputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('added'), member: memberDtoSchema }),
  z.strictObject({
    kind: z.literal('invited'),
    invite: inviteDtoSchema,
    path: z.string().describe('/invite/…, to be sent to them by you.'),
  }),
])
export const setMemberLevelInputSchema = z.strictObject({
  ...commandBase,
  projectId: idSchema,
  userId: idSchema,
  level: accessLevelSchema,
})
export const removeMemberInputSchema = z.strictObject({ ...commandBase, projectId: idSchema, userId: idSchema })
export const revokeInviteInputSchema = z.strictObject({ ...commandBase, projectId: idSchema, inviteId: idSchema })
