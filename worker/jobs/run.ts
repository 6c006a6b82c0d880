import { executeRun } from '../engine/run'
import { defaultTiming, type RunTiming } from '../engine/run-ports'
import type { WorkerPorts } from '../ports'

/** What a run job is told, and when it must stop. */
export interface RunJob {
  readonly migrationId: string
  /** Aborts when the worker is to stop: chunks are finished or broken off within a grace time, and the run is let go. */
  readonly signal: AbortSignal
}

/**
 * The job `run`: executes the newest run of a migration that is Running, or takes it over. A second job for the same run does nothing
 * as long as the first is alive. `timing` is for tests.
 */
export async function runJob(ports: WorkerPorts, job: RunJob, timing: Partial<RunTiming> = {}): Promise<void> {
  await executeRun({ ...ports, timing: { ...defaultTiming, ...timing } }, job)
}
