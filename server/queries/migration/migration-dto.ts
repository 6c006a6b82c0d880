import type { AccessLevel } from '@/domain/access/roles'
import type { Endpoint } from '@/domain/contracts/connection'
import type { MigrationDto } from '@/domain/contracts/migration'
import { allowedActions } from '@/domain/migration/allowed-actions'
import { sumTotals, type Total, tableTotal } from '@/domain/transfer/progress'
import type { MigrationFacts } from './migration-facts'

/** How a database is called where there is no room for more: database@host. */
export function labelOf({ database, host }: Pick<Endpoint, 'database' | 'host'>): string {
  return `${database}@${host}`
}

/** Is what the newest run did still the matter of this migration, and not a plan that is to be made or started? */
export function showsRun({ row, run }: Pick<MigrationFacts, 'row' | 'run'>): boolean {
  return run !== null && !['Draft', 'Planning', 'Ready'].includes(row.migration.state)
}

/** The part of a migration that progress tells as well. */
type Moved = Pick<MigrationDto, 'totalRows' | 'totalIsEstimate' | 'processedRows' | 'failedRows' | 'rowsPerSecond'>

/** The facts, as someone of this level sees them; `moved` where progress has been read along with them. */
export function toMigrationDto(facts: MigrationFacts, level: AccessLevel | null, moved?: Moved): MigrationDto {
  const { row, run, plan, acknowledged, rejects } = facts
  const { migration: m, source, target } = row
  const { totalRows, totalIsEstimate, processedRows, failedRows, rowsPerSecond } = moved ?? movedOf(facts)
  const count = (severity: string) => plan?.findings.filter((finding) => finding.severity === severity).length ?? 0
  const end = ({ connectionId, name, endpoint, environment }: typeof source) => ({
    connectionId,
    name,
    label: labelOf(endpoint),
    environment,
  })
  return {
    id: m.id,
    name: m.name,
    description: m.description,
    projectId: m.projectId,
    projectName: row.projectName,
    source: end(source),
    target: end(target),
    schemaMappingId: m.mappingId,
    mappingVersion: row.mappingVersion,
    state: m.state,
    intent: m.intent,
    stateReason: m.stateReason,
    stateChangedAt: m.stateChangedAt.toISOString(),
    stateChangedBy: m.stateChangedBy,
    config: m.config,
    configVersion: m.configVersion,
    plan: plan && {
      id: plan.id,
      hash: plan.hash,
      madeAt: plan.madeAt.toISOString(),
      tables: plan.tasks.length,
      blockers: count('blocker'),
      warnings: count('warning'),
      acknowledged: acknowledged.length,
    },
    run: run && {
      number: run.number,
      startedAt: run.startedAt.toISOString(),
      endedAt: run.endedAt?.toISOString() ?? null,
      snapshot: run.snapshotName,
    },
    totalRows,
    totalIsEstimate,
    processedRows,
    failedRows,
    quarantine: {
      ...rejects,
      inReview: m.inReview,
      quarantinedRows: String(rejects.open + rejects.accepted + rejects.skipped),
    },
    rowsPerSecond,
    createdAt: m.createdAt.toISOString(),
    createdBy: row.createdBy,
    startedAt: m.startedAt?.toISOString() ?? null,
    completedAt: m.completedAt?.toISOString() ?? null,
    allowedActions: allowedActions({
      state: m.state,
      intent: m.intent,
      level,
      targetIsProduction: target.environment === 'prod',
      inReview: m.inReview,
      rejects,
      run,
      plan: plan && { id: plan.id, hash: plan.hash, findings: plan.findings, acknowledged },
    }),
  }
}

function movedOf(facts: MigrationFacts): Moved {
  const tally = showsRun(facts) ? facts.tally : null
  const processed = (tally?.landedRows ?? 0n) + (tally?.failedRows ?? 0n)
  const total = totalOf(facts, processed)
  return {
    totalRows: total.rows?.toString() ?? null,
    totalIsEstimate: total.isEstimate,
    processedRows: String(processed),
    failedRows: String(tally?.failedRows ?? 0n),
    rowsPerSecond: facts.rate?.rowsPerSecond ?? null,
  }
}

/** What the run's tables add up to; before the worker has laid them out, what the plan guesses. */
function totalOf(facts: MigrationFacts, processed: bigint): Total {
  const tables = showsRun(facts) ? (facts.tally?.tables ?? []) : []
  if (tables.length === 0) return planTotal(facts)
  const total = sumTotals(tables.map(({ counted, estimate }) => tableTotal(counted, estimate, 0n)))
  return total.isEstimate && total.rows !== null && total.rows < processed ? { ...total, rows: processed } : total
}

function planTotal({ plan }: MigrationFacts): Total {
  if (plan === null) return { rows: null, isEstimate: true }
  return sumTotals(
    plan.tasks.map(({ rowEstimate }) => tableTotal(null, rowEstimate === null ? null : BigInt(rowEstimate), 0n)),
  )
}
