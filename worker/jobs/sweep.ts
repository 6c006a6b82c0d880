import { findAbandonedRuns } from '@/db/statements/abandoned-runs'
import { endLostConnectionJobs } from '@/db/statements/connection-jobs'
import { findAbandonedPlanning } from '@/db/statements/planning'
import { nudge } from '@/db/statements/waiting-jobs'
import type { WorkerPorts } from '../ports'

/**
 * Looks for work that nobody does: migrations that are Running without a holder, or Planning without a planner, and
 * connection jobs whose worker died. Every worker does this every few seconds; doing it twice does no harm, since a job
 * is a nudge.
 */
export async function sweep({ database: { db }, log }: Pick<WorkerPorts, 'database' | 'log'>): Promise<void> {
  for (const migrationId of await findAbandonedRuns(db)) {
    if (await nudge(db, { name: 'run', data: { migrationId } })) log.info({ migrationId }, 'a run has no holder')
  }
  for (const migrationId of await findAbandonedPlanning(db)) {
    if (await nudge(db, { name: 'plan', data: { migrationId } })) log.info({ migrationId }, 'a plan has no planner')
  }
  await endLostConnectionJobs(db)
}
