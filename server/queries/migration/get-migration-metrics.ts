import { readNewestRuns } from '@/db/statements/migration-rows'
import { readThroughput } from '@/db/statements/progress'
import type { MigrationMetricsDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'

const mostPoints = 600

/** GetMigrationMetrics (RFC 004): the newest run's throughput, oldest first, at most 600 points. */
export async function getMigrationMetrics(
  ask: Ask,
  { migrationId }: { migrationId: string },
): Promise<Result<MigrationMetricsDto, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const [run] = await readNewestRuns(ask.db, [migrationId])
  const stretches = run === undefined ? [] : await readThroughput(ask.db, run.id, mostPoints)
  const points = stretches
    .filter(({ ms }) => ms > 0)
    .map(({ at, rows, bytes, ms }) => ({
      at: at.toISOString(),
      rowsPerSecond: (rows * 1_000) / ms,
      bytesPerSecond: (bytes * 1_000) / ms,
    }))
  return ok({ migrationId, points: points.toReversed() })
}
