import { z } from 'zod'
import { accessLevelSchema } from '../access/roles'
import { commandBase, idSchema, momentSchema, nameSchema } from './common'

/** At least 10 characters; strength beyond that is advice, not a rule. */
export const passwordSchema = z.string().min(10, 'At least 10 characters.').max(200, 'At most 200 characters.')
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.'))

/** POST /api/setup: makes the first administrator; only with the one-time token that start prints. */
export const setupInputSchema = z.strictObject({
  token: z.string().min(1).max(200),
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
})
export type SetupInput = z.infer<typeof setupInputSchema>

/** GET /api/setup?token=…: `closed` once there is an administrator. */
export const setupStateSchema = z.strictObject({ state: z.enum(['open', 'needs-token', 'closed']) })

/** POST /api/invite: accepts an invitation and makes the account. */
export const acceptInviteInputSchema = z.strictObject({
  token: z.string().min(1).max(200),
  name: nameSchema,
  password: passwordSchema,
})
/** GET /api/invite?token=…; `gone` when used, expired, revoked or unknown. */
export const inviteStateSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('open'), email: z.string(), project: z.string(), level: accessLevelSchema }),
  z.strictObject({ state: z.literal('gone') }),
])

/** Who is signed in (session.me). */
export const meDtoSchema = z.strictObject({
  userId: idSchema,
  name: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  kind: z.enum(['person', 'service']),
})
export type MeDto = z.infer<typeof meDtoSchema>

/** An API token as it is listed; the secret itself is shown once, by token.create. */
export const tokenDtoSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  prefix: z.string().describe('The first characters of the secret.'),
  ownerName: z.string().describe('The person or service that it acts as.'),
  ownerKind: z.enum(['person', 'service']),
  createdAt: momentSchema,
  expiresAt: momentSchema.nullable(),
  lastUsedAt: momentSchema.nullable(),
  revokedAt: momentSchema.nullable(),
})
export type TokenDto = z.infer<typeof tokenDtoSchema>

/** `expiresInDays` null: it does not expire. */
export const createTokenInputSchema = z.strictObject({
  ...commandBase,
  name: nameSchema,
  expiresInDays: z.int().min(1).max(3650).nullable().default(90),
})
export const createTokenOutputSchema = z.strictObject({
  token: tokenDtoSchema,
  secret: z.string().describe('Shown once: gdw_…'),
})
export const revokeTokenInputSchema = z.strictObject({ ...commandBase, tokenId: idSchema })
