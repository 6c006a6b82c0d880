import { lockRequested } from '@/db/statements/requested-rejects'
import type { WorkerPorts } from '../ports'

/** What a replay job is told, and when it must stop. */
export interface ReplayJob {
  readonly migrationId: string
  readonly signal: AbortSignal
}

/** The job `replay`: brings rows from quarantine into the target, as somebody asked, of a migration that does not run. */
export async function replayJob(ports: WorkerPorts, { migrationId, signal }: ReplayJob): Promise<void> {
  if (signal.aborted) return
  const requested = await lockRequested(ports.database.db, migrationId)
  ports.log.debug({ migrationId, rows: requested.length }, 'rows in quarantine are asked for')
}
