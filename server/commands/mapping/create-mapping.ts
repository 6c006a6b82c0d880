import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { insertMapping } from '@/db/statements/mappings'
import type { createMappingInputSchema, MappingDto } from '@/domain/contracts/mapping'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import { getMappingById } from '../../queries/mapping/get-mapping-by-id'
import type { CommandScope } from '../run-command'

/** Saves a mapping as its first version. */
export async function createMapping(
  { tx, actor, now }: CommandScope,
  { projectId, name, content }: z.output<typeof createMappingInputSchema>,
): Promise<Result<MappingDto, Refusal>> {
  const { userId } = actor
  const allowed = await allowedInProject({ db: tx, userId }, projectId, 'mapping.change')
  if (!allowed.ok) return allowed
  const { mappingId } = await insertMapping(tx, { projectId, name, userId, content, now })
  const change = { action: 'mapping.create', subject: `mapping:${mappingId}`, before: null, after: { name, content } }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return getMappingById({ db: tx, userId }, { mappingId })
}
