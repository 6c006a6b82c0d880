import { z } from 'zod'
import { connectionAddressSchema } from '../connection/connection-target'
import { int64Schema, tableRefSchema } from '../plan/plan'
import { commandBase, idSchema, momentSchema, nameSchema } from './common'

export const environmentSchema = z.enum(['dev', 'stage', 'prod'])
export type Environment = z.infer<typeof environmentSchema>
/** Where a database is and as whom to sign in; never the password. */
export const endpointSchema = z.strictObject({
  kind: z.literal('postgres'),
  ...connectionAddressSchema.shape,
  port: connectionAddressSchema.shape.port.default(5432),
  tls: connectionAddressSchema.shape.tls.default('verify-full'),
  caPem: connectionAddressSchema.shape.caPem.unwrap().default(null),
})
export type Endpoint = z.infer<typeof endpointSchema>

/** One step of a connection test, in the order in which they are tried; a step after a failed one is not tried. */
export const probeStepSchema = z.strictObject({
  step: z.enum(['dns', 'tcp', 'tls', 'auth', 'version', 'privileges']),
  state: z.enum(['passed', 'failed', 'skipped']),
  detail: z.string(),
  fix: z.string().nullable(),
  ms: z.int(),
})
export type ProbeStep = z.infer<typeof probeStepSchema>

export const connectionTestDtoSchema = z.strictObject({
  id: idSchema,
  connectionId: idSchema,
  state: z.enum(['queued', 'running', 'passed', 'failed']),
  steps: z.array(probeStepSchema),
  requestedAt: momentSchema,
  finishedAt: momentSchema.nullable(),
})
export type ConnectionTestDto = z.infer<typeof connectionTestDtoSchema>

export const connectionDtoSchema = z.strictObject({
  id: idSchema,
  projectId: idSchema,
  name: z.string(),
  environment: environmentSchema,
  endpoint: endpointSchema,
  label: z.string().describe('database@host, as it is shown'),
  secretSetAt: momentSchema.nullable().describe('When the password was last set; it is never shown.'),
  secretSetBy: z.string().nullable(),
  lastTest: connectionTestDtoSchema.nullable(),
  schema: z
    .strictObject({
      snapshotId: idSchema,
      takenAt: momentSchema,
      tables: z.int(),
      fingerprint: z.string(),
      versionText: z.string(),
    })
    .nullable()
    .describe('The newest introspection.'),
  introspection: z.strictObject({
    state: z.enum(['idle', 'queued', 'running', 'failed']),
    reason: z.string().nullable(),
    fix: z.string().nullable(),
  }),
  usedBy: z.int().describe('Migrations that use it.'),
  createdAt: momentSchema,
})
export type ConnectionDto = z.infer<typeof connectionDtoSchema>

export const createConnectionInputSchema = z.strictObject({
  ...commandBase,
  projectId: idSchema,
  name: nameSchema,
  environment: environmentSchema.default('dev'),
  endpoint: endpointSchema,
  password: z.string().max(1_000).describe('Sealed on arrival; only the worker can open it.'),
})
/** What is left out stays; a `password` replaces the old one. */
export const updateConnectionInputSchema = z.strictObject({
  ...commandBase,
  connectionId: idSchema,
  name: nameSchema.optional(),
  environment: environmentSchema.optional(),
  endpoint: endpointSchema.optional(),
  password: z.string().max(1_000).optional(),
})
export const byConnectionIdSchema = z.strictObject({ connectionId: idSchema })
export const connectionCommandSchema = z.strictObject({ ...commandBase, connectionId: idSchema })
export const byConnectionTestIdSchema = z.strictObject({ connectionTestId: idSchema })

/** A table in the schema browser's list. */
export const schemaTableDtoSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  kind: z.string(),
  columns: z.int(),
  rowEstimate: int64Schema.nullable(),
  sizeBytes: int64Schema,
  hasKey: z.boolean(),
  partitionOf: tableRefSchema.nullable(),
  references: z
    .array(tableRefSchema)
    .max(1_000)
    .describe('The tables that its foreign keys point to, itself left out.'),
})
export type SchemaTableDto = z.infer<typeof schemaTableDtoSchema>
export const schemaDtoSchema = z.strictObject({
  connectionId: idSchema,
  snapshotId: idSchema,
  takenAt: momentSchema,
  versionText: z.string(),
  fingerprint: z.string(),
  tables: z.array(schemaTableDtoSchema),
  otherObjects: z.array(z.strictObject({ kind: z.string(), count: z.int() })),
})
export type SchemaDto = z.infer<typeof schemaDtoSchema>
export const schemaTableInputSchema = z.strictObject({ connectionId: idSchema, table: tableRefSchema })
