import { z } from 'zod'
import { int64Schema, tableRefSchema } from '../plan/plan'
import { commandBase, idSchema, momentSchema, nextCursorSchema, pageInput, reasonSchema } from './common'

/** What has become of a row in quarantine. `accepted` with all others, `skipped` by choice, `replayed`: it is in the target now. */
export const rejectStateSchema = z.enum(['open', 'accepted', 'skipped', 'replayed'])
export type RejectState = z.infer<typeof rejectStateSchema>

/** How many rows are in which state. */
export const quarantineCountsSchema = z.strictObject({
  open: z.int(),
  accepted: z.int(),
  skipped: z.int(),
  replayed: z.int(),
})
export type QuarantineCounts = z.infer<typeof quarantineCountsSchema>

/** What rejects are put together by: the same refusal of the same table. */
const groupKey = {
  task: z.int().min(0).describe('The table’s number in the plan.'),
  sqlstate: z.string().max(5),
  constraint: z.string().max(200).nullable(),
  column: z.string().max(200).nullable(),
}
export const rejectGroupKeySchema = z.strictObject(groupKey)
export type RejectGroupKey = z.infer<typeof rejectGroupKeySchema>

export const rejectGroupDtoSchema = z.strictObject({
  ...groupKey,
  table: tableRefSchema,
  message: z.string().describe('What is wrong, in plain words, without values.'),
  fix: z.string(),
  counts: quarantineCountsSchema,
  firstSeenAt: momentSchema,
  lastSeenAt: momentSchema,
})
export type RejectGroupDto = z.infer<typeof rejectGroupDtoSchema>

export const rejectDtoSchema = z.strictObject({
  id: idSchema,
  ...groupKey,
  table: tableRefSchema,
  chunk: z.int(),
  key: z
    .array(z.strictObject({ column: z.string(), value: z.string() }))
    .nullable()
    .describe('What names the row in the source; null without the right to see values. `ctid`: it has no key.'),
  message: z.string(),
  fix: z.string(),
  state: rejectStateSchema,
  isRequested: z.boolean().describe('Somebody has asked to bring it into the target; a worker will try.'),
  hasImage: z.boolean().describe('Its values are kept, sealed: it can be shown and tried again.'),
  refusal: z
    .strictObject({ reason: z.string(), sqlstate: z.string().nullable(), at: momentSchema })
    .nullable()
    .describe('Why the last attempt to bring it into the target was refused.'),
  seenAt: momentSchema,
  decidedAt: momentSchema.nullable(),
  decidedBy: z.string().nullable(),
})
export type RejectDto = z.infer<typeof rejectDtoSchema>

/** Of the newest run. Newest first; `group` narrows to one group, `states` to some states. */
export const migrationRejectsInputSchema = z.strictObject({
  migrationId: idSchema,
  group: rejectGroupKeySchema.nullable().default(null),
  states: z.array(rejectStateSchema).max(4).default([]),
  ...pageInput,
})
export const migrationRejectsSchema = z.strictObject({
  counts: quarantineCountsSchema,
  groups: z.array(rejectGroupDtoSchema).max(200),
  rejects: z.array(rejectDtoSchema),
  maySeeValues: z.boolean(),
  nextCursor: nextCursorSchema,
})
export type MigrationRejectsDto = z.infer<typeof migrationRejectsSchema>

/** RetryMigration (RFC 004). The migration: from Failed. Rejects, a table, a chunk: from Paused; a table or chunk also while it runs. */
export const retryMigrationInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  scope: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('migration') }),
      z.strictObject({ kind: z.literal('table'), task: z.int().min(0) }),
      z.strictObject({ kind: z.literal('chunk'), task: z.int().min(0), chunk: z.int().min(0) }),
      z.strictObject({
        kind: z.literal('rejects'),
        rejectIds: z.array(idSchema).min(1).max(1_000).nullable().describe('Null: all that are open.'),
      }),
    ])
    .default({ kind: 'migration' }),
  reason: reasonSchema,
})

/** Leaves everything that is open in quarantine out; a migration that waits for review then completes. */
export const acceptRejectsInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  openRows: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('How many open rows you read about; another number is refused. Null: whatever it is.'),
  reason: reasonSchema,
})

export const skipRejectsInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  rejectIds: z.array(idSchema).min(1).max(1_000),
  reason: reasonSchema,
})

/** One row, as it is or with new values for some of its columns (as text, as the target's type reads it). */
export const replayRejectInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  rejectId: idSchema,
  values: z
    .array(z.strictObject({ column: z.string().min(1).max(200), value: z.string().max(1_000_000).nullable() }))
    .max(1_600)
    .default([]),
  reason: reasonSchema,
})

/** Shows the values of one row; audited. */
export const revealRejectInputSchema = z.strictObject({ ...commandBase, migrationId: idSchema, rejectId: idSchema })
export const rejectValuesSchema = z.strictObject({
  rejectId: idSchema,
  columns: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string().nullable().describe('As text; null is NULL.'),
    }),
  ),
})
export type RejectValuesDto = z.infer<typeof rejectValuesSchema>

/** How many rows stand in quarantine, and whether the migration waits for somebody to look at them. */
export const quarantineDtoSchema = z.strictObject({
  ...quarantineCountsSchema.shape,
  inReview: z.boolean(),
  quarantinedRows: int64Schema.describe('Of the newest run: open, accepted and skipped together.'),
})
