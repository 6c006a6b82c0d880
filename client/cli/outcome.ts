import type { MigrationDto, MigrationProgressDto, PlanDto } from '@/domain/contracts/migration'
import { type ExitCode, exitCodes } from './exit-codes'

/** What `--json` prints: one object, whatever happened. */
export function outcome(options: {
  migration: MigrationDto
  progress: MigrationProgressDto | null
  plan: PlanDto | null
  page: string
}) {
  const { migration, progress, plan, page } = options
  return {
    migrationId: migration.id,
    state: migration.state,
    url: page,
    findings: (plan?.plan.findings ?? [])
      .filter((finding) => finding.severity !== 'passed')
      .map((finding) => ({
        ...finding,
        acknowledged: plan?.acknowledged.some((a) => a.findingId === finding.id) ?? false,
      })),
    omitted: plan?.plan.omitted ?? [],
    tables: (progress?.tables ?? []).map((table) => ({
      source: table.source,
      target: table.target,
      rows: table.processedRows,
      quarantined: table.failedRows,
      verdict: table.verdict,
    })),
  }
}

/** The exit code that a settled migration gives. */
export function exitCodeOf(migration: MigrationDto, progress: MigrationProgressDto | null): ExitCode {
  if (migration.quarantine.inReview) return exitCodes.notEqual
  if (migration.state !== 'Completed') return exitCodes.migrationFailed
  const unequal =
    BigInt(migration.quarantine.quarantinedRows) > 0n ||
    (progress?.tables.some((table) => table.verdict === 'different') ?? false)
  return unequal ? exitCodes.notEqual : exitCodes.ok
}
