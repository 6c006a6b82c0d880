import type { readMappings } from '@/db/statements/mappings'
import type { MappingDto } from '@/domain/contracts/mapping'

/** A mapping with its newest version. */
export function toMappingDto(row: Awaited<ReturnType<typeof readMappings>>[number]): MappingDto {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
