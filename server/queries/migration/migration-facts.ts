import type { Db } from '@/db/client'
import {
  type MigrationRow,
  type RunRow,
  type RunTally,
  readAcknowledged,
  readNewestRuns,
  readRunTallies,
} from '@/db/statements/migration-rows'
import { type PlanSummary, readPlanSummary } from '@/db/statements/plan-summary'
import { readSamplesSince } from '@/db/statements/progress'
import { countRejects } from '@/db/statements/rejects'
import type { Tx } from '@/db/transaction'
import type { QuarantineCounts } from '@/domain/contracts/quarantine'
import { type Rate, rateNow } from '@/domain/transfer/rate'

/** Everything about a migration that does not depend on who looks at it. */
export interface MigrationFacts {
  readonly row: MigrationRow
  /** The newest run. */
  readonly run: RunRow | null
  readonly tally: RunTally | null
  /** Rows of that run in quarantine. */
  readonly rejects: QuarantineCounts
  readonly plan: PlanSummary | null
  readonly acknowledged: readonly string[]
  /** How fast it goes now; null while it does not run. */
  readonly rate: Rate | null
}

/** Samples as old as this no longer count for the rate. */
export const rateWindowMs = 60_000

/**
 * Reads the facts of some migrations: a statement a kind, not one a migration. `withoutTallies`, for a caller that reads progress as
 * well: what was moved is told by that, and its chunks need not be summed twice.
 */
export async function readMigrationFacts(
  db: Db | Tx,
  rows: readonly MigrationRow[],
  now: Date,
  withoutTallies = false,
): Promise<MigrationFacts[]> {
  const ids = rows.map(({ migration }) => migration.id)
  const runs = new Map((await readNewestRuns(db, ids)).map((run) => [run.migrationId, run]))
  const runIds = withoutTallies ? [] : [...runs.values()].map((run) => run.id)
  const tallies = await readRunTallies(db, runIds)
  const rejects = await countRejects(
    db,
    [...runs.values()].map((run) => run.id),
  )
  const planIds = rows.flatMap(({ migration }) => (migration.planId === null ? [] : [migration.planId]))
  const acknowledged = await readAcknowledged(db, planIds)
  const facts: MigrationFacts[] = []
  for (const row of rows) {
    const { id, planId, state } = row.migration
    const run = runs.get(id) ?? null
    facts.push({
      row,
      run,
      rejects: rejects.get(run?.id ?? '') ?? { open: 0, accepted: 0, skipped: 0, replayed: 0 },
      tally: run === null ? null : (tallies.get(run.id) ?? null),
      plan: planId === null ? null : await readPlanSummary(db, planId),
      acknowledged: planId === null ? [] : (acknowledged.get(planId) ?? []),
      rate: run !== null && state === 'Running' && !withoutTallies ? await readRate(db, run.id, now) : null,
    })
  }
  return facts
}

async function readRate(db: Db | Tx, runId: string, now: Date): Promise<Rate | null> {
  const samples = await readSamplesSince(db, runId, new Date(now.getTime() - rateWindowMs))
  return rateNow(samples.map(asSample), now.getTime())
}

/** A stored sample as the pure fold takes it: rates are no user data, so plain numbers do. */
export function asSample(sample: { at: Date; rows: bigint; bytes: bigint; ms: number }) {
  return { atMs: sample.at.getTime(), rows: Number(sample.rows), bytes: Number(sample.bytes), ms: sample.ms }
}
