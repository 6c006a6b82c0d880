import { z } from 'zod'
import { int64Schema, tableRefSchema } from '../plan/plan'
import { idSchema, momentSchema } from './common'
import { chunkStateSchema } from './migration'

/** Chunks of one table of the newest run by their place, counted from 0: what a cell of the chunk grid stands for. */
export const migrationChunksInputSchema = z.strictObject({
  migrationId: idSchema,
  task: z.int().min(0).describe('The table’s number in the plan.'),
  from: z.int().min(0),
  count: z.int().min(1).max(100).default(1),
})

const bound = z.array(z.strictObject({ column: z.string(), value: z.string() })).nullable()

export const chunkDtoSchema = z.strictObject({
  n: z.int().describe('Its number in the table, by which it can be retried.'),
  place: z.int().describe('Its place among the table’s chunks, from 0.'),
  state: chunkStateSchema,
  attempt: z.int().describe('Tries so far; of a chunk that has landed: those it took.'),
  deaths: z.int().describe('How often a worker died or was frozen while it copied this chunk.'),
  lane: z.int().nullable(),
  rows: int64Schema.nullable().describe('Rows that have landed; null before that.'),
  rejected: z.int().describe('Rows of it that are in quarantine.'),
  bytes: int64Schema.nullable(),
  ms: z.int().nullable(),
  lower: bound.describe('Exclusive; null: from the beginning.'),
  upper: bound.describe('Inclusive; null: to the end.'),
  startedAt: momentSchema.nullable(),
  endedAt: momentSchema.nullable(),
  lastError: z
    .strictObject({ reason: z.string(), sqlstate: z.string().nullable(), at: momentSchema, attempt: z.int() })
    .nullable()
    .describe('Why it was tried again the last time.'),
})
export type ChunkDto = z.infer<typeof chunkDtoSchema>

/** `chunks` is empty where none has been cut there yet. Bounds are values of the key: null all of them without the right to see values. */
export const migrationChunksSchema = z.strictObject({
  table: tableRefSchema,
  total: z.int().describe('Chunks that have been cut so far.'),
  maxAttempts: z.int(),
  maySeeValues: z.boolean(),
  chunks: z.array(chunkDtoSchema).max(100),
})
export type MigrationChunksDto = z.infer<typeof migrationChunksSchema>
