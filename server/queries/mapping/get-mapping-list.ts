import { readMappings } from '@/db/statements/mappings'
import type { MappingDto } from '@/domain/contracts/mapping'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import type { Ask } from '../ask'
import { toMappingDto } from './mapping-dto'

/** A project's mappings, by name. */
export async function getMappingList(
  ask: Ask,
  { projectId }: { projectId: string },
): Promise<Result<MappingDto[], Refusal>> {
  const allowed = await allowedInProject(ask, projectId, 'mapping.see')
  if (!allowed.ok) return allowed
  const rows = await readMappings(ask.db, { projectId })
  return ok(rows.map(toMappingDto))
}
