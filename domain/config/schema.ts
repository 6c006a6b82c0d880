import { z } from 'zod'
import { retryPolicySchema } from './retry'

/**
 * A migration's settings (RFC 004 MigrationConfig). Live: a change takes effect at the next chunk of a running migration,
 * except `validateData`, which the plan freezes. `properties` is the RFC's dictionary, as a list, since any string may be a key.
 */
export const migrationConfigSchema = z.strictObject({
  batchSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(50_000)
    .describe('Rows in a chunk, at most; wide rows make smaller ones.'),
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
    maxBytesPerSecond: migrationConfigSchema.shape.maxBytesPerSecond.unwrap().optional(),
    properties: migrationConfigSchema.shape.properties.unwrap().optional(),
  })
  .describe('Settings to change')
export type MigrationConfigPatch = z.infer<typeof migrationConfigPatchSchema>

/** The settings of a migration about which nothing was said. */
export const defaultMigrationConfig: MigrationConfig = migrationConfigSchema.parse({})

/** Settings that a plan freezes: they may change only where the next plan has not been made yet. */
export const frozenByPlan: readonly (keyof MigrationConfig)[] = ['validateData', 'enableRollback']
