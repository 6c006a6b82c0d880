import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { insertMappingVersion, lockMapping } from '@/db/statements/mappings'
import type { MappingDto, saveMappingInputSchema } from '@/domain/contracts/mapping'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { allowedOnMapping } from '../../access/allowed'
import { getMappingById } from '../../queries/mapping/get-mapping-by-id'
import type { CommandScope } from '../run-command'

/** Saves a mapping as its next version. Migrations keep the version that they were made with. */
export async function saveMapping(
  { tx, actor, now }: CommandScope,
  { mappingId, content }: z.output<typeof saveMappingInputSchema>,
): Promise<Result<MappingDto, Refusal>> {
  const { userId } = actor
  await lockMapping(tx, mappingId)
  const allowed = await allowedOnMapping({ db: tx, userId }, mappingId, 'mapping.change')
  if (!allowed.ok) return allowed
  const { row } = allowed.value
  await insertMappingVersion(tx, { mappingId, userId, content, now })
  const change = {
    action: 'mapping.save',
    subject: `mapping:${mappingId}`,
    before: { version: row.version, content: row.content },
    after: { version: row.version + 1, content },
  }
  await applyChange(tx, { actor, projectId: row.projectId, ...change }, now)
  return getMappingById({ db: tx, userId }, { mappingId })
}
