import { z } from 'zod'

/** A moment, ISO 8601 in UTC, with milliseconds. */
export const momentSchema = z.iso.datetime()
export const idSchema = z.uuid()

/** A name that a person gives: trimmed, one line. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(120, 'At most 120 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'One line of text.')

/** Why somebody does something; kept in the audit. */
export const reasonSchema = z.string().trim().max(500).nullable().default(null)

/**
 * Makes a command idempotent: the same key, actor and procedure give the first answer again and have one effect.
 * Any string of 8 to 128 characters; a client makes a UUID.
 */
export const idempotencyKeySchema = z.string().min(8).max(128)

/** What every command may carry. */
export const commandBase = { idempotencyKey: idempotencyKeySchema.optional() }

/** The input of a command or query about one migration. */
export const byMigrationIdSchema = z.strictObject({ migrationId: idSchema })
export const byProjectIdSchema = z.strictObject({ projectId: idSchema })

/** A keyset page: pass `nextCursor` of one answer as `cursor` of the next call. */
export const pageInput = {
  cursor: z.string().max(200).nullable().default(null),
  limit: z.int().min(1).max(200).default(50),
  direction: z
    .enum(['forward', 'backward'])
    .optional()
    .describe('Sent along by paging clients; pages only go forward.'),
}
export const nextCursorSchema = z.string().nullable()
