import { findAbandonedRuns } from '@/db/statements/abandoned-runs'
import { endLostConnectionJobs } from '@/db/statements/connection-jobs'
import { endFrozenSessions } from '@/db/statements/end-frozen-sessions'
import { findAbandonedPlanning } from '@/db/statements/planning'
import { findForgottenReplays } from '@/db/statements/requested-rejects'
import { nudge } from '@/db/statements/waiting-jobs'
import type { WorkerPorts } from '../ports'

/**
 * Looks for work that nobody does: migrations that are Running without a holder, or Planning without a planner, and
 * connection jobs whose worker died. Before that it ends the sessions of a process that froze: they would hold up whoever takes its
 * work over. Every worker does this every few seconds; doing it twice does no harm, since a job is a nudge.
 */
export async function sweep({ database: { db }, log }: Pick<WorkerPorts, 'database' | 'log'>): Promise<void> {
  const frozen = await endFrozenSessions(db)
  if (frozen > 0) log.warn({ frozen }, 'sessions of a frozen process were ended')
  for (const migrationId of await findAbandonedRuns(db)) {
    if (await nudge(db, { name: 'run', data: { migrationId } })) log.info({ migrationId }, 'a run has no holder')
  }
  for (const migrationId of await findAbandonedPlanning(db)) {
    if (await nudge(db, { name: 'plan', data: { migrationId } })) log.info({ migrationId }, 'a plan has no planner')
  }
  for (const migrationId of await findForgottenReplays(db)) {
    if (await nudge(db, { name: 'replay', data: { migrationId } })) log.info({ migrationId }, 'rows wait for a replay')
  }
  await endLostConnectionJobs(db)
}
