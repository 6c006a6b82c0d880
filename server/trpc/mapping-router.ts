import { z } from 'zod'
import { byProjectIdSchema } from '@/domain/contracts/common'
import {
  byMappingIdSchema,
  createMappingInputSchema,
  mappingDtoSchema,
  saveMappingInputSchema,
} from '@/domain/contracts/mapping'
import { createMapping } from '../commands/mapping/create-mapping'
import { saveMapping } from '../commands/mapping/save-mapping'
import { getMappingById } from '../queries/mapping/get-mapping-by-id'
import { getMappingList } from '../queries/mapping/get-mapping-list'
import { t } from './init'
import { command, query } from './procedures'

export const mappingRouter = t.router({
  create: command(createMappingInputSchema, mappingDtoSchema, createMapping),
  save: command(saveMappingInputSchema, mappingDtoSchema, saveMapping),
  byId: query(byMappingIdSchema, mappingDtoSchema, getMappingById),
  list: query(byProjectIdSchema, z.array(mappingDtoSchema), getMappingList),
})
