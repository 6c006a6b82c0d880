import { z } from 'zod'
import { retryPolicySchema } from './retry'

/** What happens where a key that is built on the rows, or proved on them, fails. */
export const onSetErrorsSchema = z
  .enum(['quarantine', 'keep-not-valid', 'fail'])
  .describe(
    'Where rows break a key that is built after them: put the offending rows into quarantine and build again, keep a foreign key that is not proved, or fail the table.',
  )

/**
 * A migration's settings (RFC 004 MigrationConfig). Live: a change takes effect at the next chunk of a running migration,
 * except `validateData`, which the plan freezes. `properties` is the RFC's dictionary, as a list, since any string may be a key.
 */
export const migrationConfigSchema = z.strictObject({
  batchSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(250_000)
    .describe('Rows in a chunk, at most; chunks aim at one second and 64 MB.'),
  maxThreads: z
    .int()
    .min(1)
    .max(32)
    .default(4)
    .describe('Lanes: pairs of source and target connections that copy at the same time.'),
  validateData: z
    .boolean()
    .default(true)
    .describe('Compare a digest of each table on both sides before it counts as done.'),
  enableRollback: z.boolean().default(true).describe('Keep what an exact undo needs.'),
  retryPolicy: retryPolicySchema.default(() => retryPolicySchema.parse({})),
  maxRejectedRows: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(100)
    .describe('Rows that the target may refuse of one table before that table stops; 0: none.'),
  maxRejectedPercent: z
    .number()
    .min(0)
    .max(100)
    .default(1)
    .describe('The same as a share of the table’s rows, in per cent, rounded up to a whole row. Both limits hold.'),
  onSetErrors: onSetErrorsSchema.default('quarantine'),
  maxBytesPerSecond: z
    .int()
    .min(1_024)
    .max(100_000_000_000)
    .nullable()
    .default(null)
    .describe('Bytes read from the source per second, all lanes together, at most; null: no limit.'),
  properties: z
    .array(z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(2_000) }))
    .max(100)
    .default([])
    .describe('Free notes for siblings of Godwit; the engine reads none of them.'),
})
export type MigrationConfig = z.infer<typeof migrationConfigSchema>

/** A change of some settings; what is left out stays as it is. `retryPolicy` is replaced as a whole. */
export const migrationConfigPatchSchema = z
  .strictObject({
    batchSize: migrationConfigSchema.shape.batchSize.unwrap().optional(),
    maxThreads: migrationConfigSchema.shape.maxThreads.unwrap().optional(),
    validateData: migrationConfigSchema.shape.validateData.unwrap().optional(),
    enableRollback: migrationConfigSchema.shape.enableRollback.unwrap().optional(),
    retryPolicy: retryPolicySchema.optional(),
    maxRejectedRows: migrationConfigSchema.shape.maxRejectedRows.unwrap().optional(),
    maxRejectedPercent: migrationConfigSchema.shape.maxRejectedPercent.unwrap().optional(),
    onSetErrors: onSetErrorsSchema.optional(),
    maxBytesPerSecond: migrationConfigSchema.shape.maxBytesPerSecond.unwrap().optional(),
    properties: migrationConfigSchema.shape.properties.unwrap().optional(),
  })
  .describe('Settings to change')
export type MigrationConfigPatch = z.infer<typeof migrationConfigPatchSchema>

/** The settings of a migration about which nothing was said. */
export const defaultMigrationConfig: MigrationConfig = migrationConfigSchema.parse({})

/** Settings that a plan freezes: they may change only where the next plan has not been made yet. */
export const frozenByPlan: readonly (keyof MigrationConfig)[] = ['validateData', 'enableRollback']
