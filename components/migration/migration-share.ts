import type { MigrationDto } from '@/domain/contracts/migration'

type Counts = Pick<MigrationDto, 'state' | 'totalRows' | 'processedRows'>

/**
 * The part of a migration that is done, 0 to 1, from exact counts. Only a completed one is whole: until then an estimate that was too low
 * must not read as 100 %.
 */
export function migrationShare({ state, totalRows, processedRows }: Counts): number {
  if (state === 'Completed') return 1
  const total = BigInt(totalRows ?? '0')
  if (total <= 0n) return 0
  const thousandths = Number((BigInt(processedRows) * 1000n) / total)
  return Math.min(999, Math.max(0, thousandths)) / 1000
}
