import type { MappingDto } from '@/domain/contracts/mapping'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnMapping } from '../../access/allowed'
import type { Ask } from '../ask'
import { toMappingDto } from './mapping-dto'

/** One mapping with its newest version. */
export async function getMappingById(
  ask: Pick<Ask, 'db' | 'userId'>,
  { mappingId }: { mappingId: string },
): Promise<Result<MappingDto, Refusal>> {
  const seen = await allowedOnMapping(ask, mappingId, 'mapping.see')
  return seen.ok ? ok(toMappingDto(seen.value.row)) : seen
}
