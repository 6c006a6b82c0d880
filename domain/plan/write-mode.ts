import { z } from 'zod'

/**
 * How rows are written into a table that exists; a table that the run makes is written in the default mode.
 * - `fail-if-not-empty`: only into an empty table.
 * - `append`: beside the rows that are there, which stay as they are.
 * - `upsert`: a row whose key is there takes the place of the one that is there; the others are added.
 * - `truncate`: the table is emptied first, in one step.
 */
export const writeModes = ['fail-if-not-empty', 'append', 'upsert', 'truncate'] as const

/** A mode as the plan freezes it: `key` names the columns by which an upsert finds the row that is there. */
export const writeModeSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('fail-if-not-empty') }),
  z.strictObject({ mode: z.literal('append') }),
  z.strictObject({ mode: z.literal('upsert'), key: z.array(z.string()) }),
  z.strictObject({ mode: z.literal('truncate') }),
])
export type WriteMode = z.infer<typeof writeModeSchema>

/**
 * What becomes of triggers that would fire on a table that exists.
 * - `let-fire`: they fire, as for anybody.
 * - `replica`: they stay silent, and foreign keys with them, which are checked after the rows instead.
 */
export const triggerChoiceSchema = z.enum(['let-fire', 'replica'])
export type TriggerChoice = z.infer<typeof triggerChoiceSchema>

/** A mode as a person chooses it; an upsert without `key` goes by the target's primary key. */
export const writeChoiceSchema = z.strictObject({
  mode: z.enum(writeModes).default('fail-if-not-empty'),
  key: z.array(z.string().min(1)).min(1).max(32).optional().describe('Of an upsert: the columns of a unique key.'),
  triggers: triggerChoiceSchema.optional().describe('Without a choice, triggers that would fire stop the plan.'),
})
export type WriteChoice = z.infer<typeof writeChoiceSchema>

const byDefault: WriteMode = { mode: 'fail-if-not-empty' }

/** Of a task; plans that were made before there were modes know only one. */
export const writeModeOf = ({ writeMode }: { readonly writeMode?: WriteMode | undefined }): WriteMode =>
  writeMode ?? byDefault

/** Rows of others may be in the table when the run ends, so that it is asked about its own rows alone. */
export const sharesTable = ({ mode }: Pick<WriteMode, 'mode'>): boolean => mode === 'append' || mode === 'upsert'
