import { z } from 'zod'
import { tableRefSchema } from '../plan/plan'
import { writeChoiceSchema } from '../plan/write-mode'
import { commandBase, idSchema, momentSchema, nameSchema } from './common'

/**
 * What goes where. `everything` follows the source's schema as it is when the plan is made; `tables` names them.
 * Each table keeps its name and all its columns. `write` says how rows are written into tables that exist: `all` for every table
 * that is not named.
 */
export const mappingContentSchema = z.strictObject({
  tables: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('everything'),
      except: z.array(tableRefSchema).max(10_000).default([]),
    }),
    z.strictObject({ kind: z.literal('tables'), only: z.array(tableRefSchema).min(1).max(10_000) }),
  ]),
  write: z
    .strictObject({
      all: writeChoiceSchema.optional(),
      tables: z
        .array(z.strictObject({ table: tableRefSchema, choice: writeChoiceSchema }))
        .max(10_000)
        .default([]),
    })
    .optional(),
})
export type MappingContent = z.infer<typeof mappingContentSchema>

export const mappingDtoSchema = z.strictObject({
  id: idSchema,
  projectId: idSchema,
  name: z.string(),
  version: z.int(),
  versionId: idSchema,
  content: mappingContentSchema,
  createdAt: momentSchema,
  createdBy: z.string(),
  usedBy: z.int(),
})
export type MappingDto = z.infer<typeof mappingDtoSchema>

export const createMappingInputSchema = z.strictObject({
  ...commandBase,
  projectId: idSchema,
  name: nameSchema,
  content: mappingContentSchema,
})
/** Versions are never changed: saving makes the next one. */
export const saveMappingInputSchema = z.strictObject({
  ...commandBase,
  mappingId: idSchema,
  content: mappingContentSchema,
})
export const byMappingIdSchema = z.strictObject({ mappingId: idSchema })
