import { z } from 'zod'
import { accessLevelSchema } from '../access/roles'
import { migrationConfigPatchSchema, migrationConfigSchema } from '../config/schema'
import { offeredActions } from '../migration/allowed-actions'
import { migrationEventSchema } from '../migration/events'
import { intentSchema, migrationStateSchema, migrationStates } from '../migration/state'
import { int64Schema, planSchema, tableRefSchema } from '../plan/plan'
import { writeChoiceSchema } from '../plan/write-mode'
import { commandBase, idSchema, momentSchema, nameSchema, nextCursorSchema, pageInput, reasonSchema } from './common'
import { environmentSchema } from './connection'
import { mappingContentSchema } from './mapping'
import { quarantineDtoSchema } from './quarantine'

/** RFC 004 MigrationConfigDto. */
export const migrationConfigDtoSchema = migrationConfigSchema
/** The settings under the RFC's own name, for sibling apps. @public */
export type MigrationConfigDto = z.infer<typeof migrationConfigDtoSchema>

export const allowedActionSchema = z.strictObject({
  action: z.enum(offeredActions),
  allowed: z.boolean(),
  reason: z.string().nullable(),
})

const endSchema = z.strictObject({
  connectionId: idSchema,
  name: z.string(),
  label: z.string(),
  environment: environmentSchema,
})

/** RFC 004 MigrationDto: a migration as a list, a header and a sibling app need it. */
export const migrationDtoSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  projectId: idSchema,
  projectName: z.string(),
  source: endSchema,
  target: endSchema,
  schemaMappingId: idSchema,
  mappingVersion: z.int(),
  state: migrationStateSchema,
  intent: intentSchema,
  stateReason: z.string().nullable(),
  stateChangedAt: momentSchema,
  stateChangedBy: z.string(),
  config: migrationConfigDtoSchema,
  configVersion: z.int(),
  plan: z
    .strictObject({
      id: idSchema,
      hash: z.string(),
      madeAt: momentSchema,
      tables: z.int(),
      blockers: z.int(),
      warnings: z.int(),
      acknowledged: z.int(),
    })
    .nullable(),
  run: z
    .strictObject({
      number: z.int(),
      startedAt: momentSchema,
      endedAt: momentSchema.nullable(),
      snapshot: z.string().nullable(),
    })
    .nullable(),
  totalRows: int64Schema.nullable(),
  totalIsEstimate: z.boolean(),
  processedRows: int64Schema,
  failedRows: int64Schema,
  quarantine: quarantineDtoSchema,
  rowsPerSecond: z.number().nullable(),
  createdAt: momentSchema,
  createdBy: z.string(),
  startedAt: momentSchema.nullable(),
  completedAt: momentSchema.nullable(),
  allowedActions: z.array(allowedActionSchema),
})
export type MigrationDto = z.infer<typeof migrationDtoSchema>

/** How a chunk stands; a cell of the grid stands for one chunk, or for several and then shows the worst of them. */
export const chunkStateSchema = z.enum(['pending', 'running', 'retrying', 'landed', 'failed'])
export type ChunkState = z.infer<typeof chunkStateSchema>

/** What is known about a table's equality: never green when it was not checked. */
export const verdictSchema = z.enum(['pending', 'not-checked', 'counts-equal', 'equal', 'different'])
export type Verdict = z.infer<typeof verdictSchema>

export const tableProgressDtoSchema = z.strictObject({
  n: z.int(),
  source: tableRefSchema,
  target: tableRefSchema,
  state: z.enum(['waiting', 'copying', 'finishing', 'done', 'failed']),
  totalRows: int64Schema.nullable(),
  totalIsEstimate: z.boolean(),
  processedRows: int64Schema,
  failedRows: int64Schema,
  bytes: int64Schema,
  rowsPerSecond: z.number().nullable(),
  retriedChunks: z.int(),
  chunks: z.array(z.strictObject({ count: z.int().min(1), state: chunkStateSchema })).max(200),
  verdict: verdictSchema,
  reason: z.string().nullable().describe('Why it failed, or what it waits for.'),
})
export type TableProgressDto = z.infer<typeof tableProgressDtoSchema>

/** RFC 004 MigrationErrorDto: the same error of the same table, counted. */
export const migrationErrorDtoSchema = z.strictObject({
  id: idSchema,
  table: tableRefSchema.nullable(),
  class: z.enum(['row', 'transient', 'wait', 'table', 'run']),
  sqlstate: z.string().nullable(),
  message: z.string(),
  fix: z.string().nullable(),
  count: z.int(),
  firstSeenAt: momentSchema,
  lastSeenAt: momentSchema,
})
export type MigrationErrorDto = z.infer<typeof migrationErrorDtoSchema>

/** RFC 004 MigrationProgressDto. `processedRows` = landed + failed, and survives a worker's death. */
export const migrationProgressDtoSchema = z.strictObject({
  migrationId: idSchema,
  seq: z.int().describe('The newest event that this already reflects.'),
  at: momentSchema,
  phase: z.enum(['idle', 'preparing', 'copying', 'finishing', 'done']),
  step: z
    .strictObject({ done: z.int(), total: z.int(), current: z.string().nullable() })
    .describe('DDL before and after the rows.'),
  totalRows: int64Schema.nullable(),
  totalIsEstimate: z.boolean(),
  processedRows: int64Schema,
  failedRows: int64Schema,
  bytes: int64Schema,
  durationMs: z.int().describe('Time spent Running, pauses left out.'),
  rowsPerSecond: z.number().nullable().describe('Over the last 30 s; null while nothing runs.'),
  bytesPerSecond: z.number().nullable(),
  etaSeconds: z.strictObject({ low: z.int(), high: z.int() }).nullable(),
  lanes: z.strictObject({ active: z.int(), max: z.int() }),
  lastChunk: z.strictObject({ ms: z.int(), rows: z.int() }).nullable(),
  retriedChunks: z.int(),
  tables: z.array(tableProgressDtoSchema),
  errors: z.array(migrationErrorDtoSchema).max(20),
})
export type MigrationProgressDto = z.infer<typeof migrationProgressDtoSchema>

/** One line of the timeline (RFC 004 MigrationHistoryDto). */
export const migrationEventDtoSchema = z.strictObject({
  migrationId: idSchema,
  seq: z.int(),
  at: momentSchema,
  actor: z.string(),
  event: migrationEventSchema,
})
export type MigrationEventDto = z.infer<typeof migrationEventDtoSchema>

/** RFC 004 MigrationMetricsDto: the throughput chart's points, oldest first, at most 600. */
export const migrationMetricsDtoSchema = z.strictObject({
  migrationId: idSchema,
  points: z.array(z.strictObject({ at: momentSchema, rowsPerSecond: z.number(), bytesPerSecond: z.number() })).max(600),
})
export type MigrationMetricsDto = z.infer<typeof migrationMetricsDtoSchema>

/** RFC 004 MigrationAccessDto: who may do what with this migration, by project role or by a grant on it. */
export const migrationAccessDtoSchema = z.strictObject({
  id: idSchema.nullable(),
  userId: idSchema,
  name: z.string(),
  accessLevel: accessLevelSchema,
  source: z.enum(['project', 'migration']),
  grantedAt: momentSchema,
  grantedBy: z.string().nullable(),
})
export type MigrationAccessDto = z.infer<typeof migrationAccessDtoSchema>

/** The plan as it is reviewed. */
export const planDtoSchema = z.strictObject({
  id: idSchema,
  migrationId: idSchema,
  madeAt: momentSchema,
  plan: planSchema,
  acknowledged: z.array(z.strictObject({ findingId: z.string(), by: z.string(), at: momentSchema })),
})
export type PlanDto = z.infer<typeof planDtoSchema>

/** Makes a Draft. Either a mapping that exists, or the content of one that is made along with it. */
export const createMigrationInputSchema = z.strictObject({
  ...commandBase,
  projectId: idSchema,
  name: nameSchema,
  description: z.string().trim().max(2_000).default(''),
  sourceConnectionId: idSchema,
  targetConnectionId: idSchema,
  mapping: z.union([z.strictObject({ mappingId: idSchema }), z.strictObject({ content: mappingContentSchema })]),
  config: migrationConfigPatchSchema.default({}),
})
export type CreateMigrationInput = z.infer<typeof createMigrationInputSchema>
export const planMigrationInputSchema = z.strictObject({ ...commandBase, migrationId: idSchema })
export const acknowledgeFindingsInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  planHash: z.string(),
  findingIds: z.array(z.string().max(1_000)).min(1).max(10_000),
})
export const waiveFindingsInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  planHash: z.string(),
  findingIds: z.array(z.string().max(1_000)).min(1).max(10_000),
  reason: z.string().trim().min(1, 'Say why.').max(500).describe('Why it may be so; kept in the audit.'),
})
/** How rows are written into tables that exist, by their names in the source; the plan is made again. */
export const chooseWritingInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  planHash: z.string().describe('The plan that was reviewed; on another one the choice is refused.'),
  choices: z
    .array(z.strictObject({ table: tableRefSchema, choice: writeChoiceSchema }))
    .min(1)
    .max(10_000),
})
export const startMigrationInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  planHash: z.string().describe('The plan that was reviewed; another one is not started.'),
  reason: reasonSchema,
})
/** Pause, resume and cancel. */
export const controlMigrationInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  reason: reasonSchema,
})
export const updateConfigInputSchema = z.strictObject({
  ...commandBase,
  migrationId: idSchema,
  configVersion: z
    .int()
    .nullable()
    .default(null)
    .describe('What you read; another one is refused. Null: whatever it is.'),
  patch: migrationConfigPatchSchema,
})

export const listMigrationsInputSchema = z.strictObject({
  projectId: idSchema,
  ...pageInput,
  states: z.array(migrationStateSchema).max(migrationStates.length).default([]),
  search: z.string().trim().max(120).default(''),
})
export const migrationListSchema = z.strictObject({
  migrations: z.array(migrationDtoSchema),
  nextCursor: nextCursorSchema,
})
/** Newest first; `tables`, `seq` as keyset. */
export const migrationHistoryInputSchema = z.strictObject({ migrationId: idSchema, ...pageInput })
export const migrationHistorySchema = z.strictObject({
  events: z.array(migrationEventDtoSchema),
  nextCursor: nextCursorSchema,
})
export const migrationErrorsInputSchema = z.strictObject({ migrationId: idSchema, ...pageInput })
export const migrationErrorsSchema = z.strictObject({
  errors: z.array(migrationErrorDtoSchema),
  nextCursor: nextCursorSchema,
})
