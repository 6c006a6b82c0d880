import { z } from 'zod'
import { triggerChoiceSchema, writeModeSchema } from './write-mode'

/** A table by its two names; never joined into one string that would have to be taken apart again. */
export const tableRefSchema = z.strictObject({ schema: z.string(), name: z.string() })
export type TableRef = z.infer<typeof tableRefSchema>

/** The decimal digits of a count or a size that may be beyond 2⁵³. */
export const int64Schema = z.string().regex(/^-?\d{1,20}$/)

/**
 * What preflight found. `blocker` stops Ready, `warning` must be acknowledged by its id, `passed` is shown as checked.
 * `id` is stable over plans as long as the fact is the same, so that an acknowledgement can be named.
 */
export const findingSchema = z.strictObject({
  id: z.string(),
  severity: z.enum(['blocker', 'warning', 'passed']),
  title: z.string().describe('What was found, one sentence.'),
  detail: z.string().describe('What it means for this migration.'),
  evidence: z.string().nullable().describe('The fact itself: a number, an SQLSTATE, a version.'),
  fix: z.string().nullable().describe('What a person can do about it.'),
  sql: z.string().nullable().describe('A statement that does it, ready to copy.'),
  table: tableRefSchema.nullable(),
  waivable: z.boolean().optional().describe('A blocker that a person may waive, by its id and with a reason.'),
  waived: z
    .strictObject({ by: z.string(), reason: z.string() })
    .optional()
    .describe('It would be a blocker; who answers for it, and why. The same fact is not asked about again.'),
})
export type Finding = z.infer<typeof findingSchema>

/**
 * How a task's rows are cut into chunks. `key`: ranges of a not-null unique key, each column compared as `type`; `ctid`: physical
 * ranges inside one snapshot; `whole`: one chunk.
 */
export const chunkingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key'),
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
    index: z.string().describe('The index that the look-ups rely on.'),
  }),
  z.strictObject({ kind: z.literal('ctid') }),
  z.strictObject({ kind: z.literal('whole') }),
])
export type Chunking = z.infer<typeof chunkingSchema>

/** One source table to one target table. `copied` columns travel; generated ones are computed by the target. */
export const planTaskSchema = z.strictObject({
  n: z.int().min(0),
  source: tableRefSchema,
  target: tableRefSchema,
  effect: z.enum(['create', 'fill']).describe('create: the run makes the table; fill: the table exists.'),
  writeMode: writeModeSchema.optional().describe('How rows are written; plans without it: only into an empty table.'),
  triggers: triggerChoiceSchema.optional().describe('What becomes of triggers of an existing table.'),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), identityAlways: z.boolean() })),
  format: z.enum(['binary', 'text']).describe('binary: COPY passes through undecoded; text: COPY text, still unread.'),
  formatReason: z.string().nullable().describe('Why not binary.'),
  digested: z
    .enum(['passing', 'by-query'])
    .optional()
    .describe(
      'How the source’s digest is taken: of the rows as they pass by, or by a query of its own; plans without it: so.',
    ),
  chunking: chunkingSchema,
  level: z.int().min(0).describe('Tasks of a lower level are loaded first (foreign keys of existing tables).'),
  rowEstimate: int64Schema.nullable(),
  sizeBytes: int64Schema,
  creates: z.strictObject({ indexes: z.int(), constraints: z.int(), foreignKeys: z.int(), triggers: z.int() }),
})
export type PlanTask = z.infer<typeof planTaskSchema>

/** One piece of DDL around the rows, applied once, with a receipt. */
export const planStepSchema = z.strictObject({
  n: z.int().min(0),
  phase: z.enum(['before', 'after']),
  kind: z.string().describe('The object kind of the catalog: table, index, foreign-key, view …'),
  identity: z.string().describe('The object, as PostgreSQL identifies it.'),
  sql: z.array(z.string()),
  table: tableRefSchema.nullable(),
  constraint: z.string().optional().describe('The one that a step checks, of the table in `tables`.'),
  tables: z.array(tableRefSchema).optional().describe('Those that a step is about which takes several at once.'),
})
export type PlanStep = z.infer<typeof planStepSchema>

/** An object of the source that this plan does not carry. */
export const omittedSchema = z.strictObject({ kind: z.string(), identity: z.string(), reason: z.string() })
export type Omitted = z.infer<typeof omittedSchema>

const endSchema = z.strictObject({
  connectionId: z.uuid(),
  label: z.string().describe('database@host'),
  versionText: z.string(),
  fingerprint: z.string().describe('Of the schema that was planned against; Start refuses when it has changed.'),
})

/** The frozen answer to “what exactly will happen”. `hash` is over everything else in it. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  hash: z.string(),
  mappingVersionId: z.uuid(),
  validateData: z.boolean(),
  enableRollback: z.boolean().optional().describe('Rows that are replaced or removed are kept; plans without it: yes.'),
  source: endSchema,
  target: endSchema,
  tasks: z.array(planTaskSchema),
  steps: z.array(planStepSchema),
  findings: z.array(findingSchema),
  omitted: z.array(omittedSchema),
})
export type Plan = z.infer<typeof planSchema>
