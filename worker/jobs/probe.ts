import { connectorFor } from '@/connectors/registry'
import { beginTest, saveTest } from '@/db/statements/connection-jobs'
import type { ProbeStep } from '@/domain/contracts/connection'
import { openConnection } from '../connection-target'
import type { WorkerPorts } from '../ports'

/** What a probe job is told, and when it must stop. */
export interface ProbeJob {
  readonly connectionTestId: string
  readonly signal: AbortSignal
}

const timeoutMs = 10_000

/**
 * The job `probe`: tests a connection step by step. Each step is stored and shown as it is known; the last one ends the
 * test, with its verdict. A test that somebody else has begun is left to them.
 */
export async function probeJob(ports: WorkerPorts, { connectionTestId: id, signal }: ProbeJob): Promise<void> {
  const { db } = ports.database
  const begun = await beginTest(db, id)
  if (begun === null) return
  const { projectId, connectionId } = begun
  const steps: ProbeStep[] = []
  for await (const step of stepsOf(ports, connectionId)) {
    steps.push(step)
    if (signal.aborted) break
    await saveTest(db, { id, projectId, steps, ended: null })
  }
  if (signal.aborted) steps.push(stopped(steps.at(-1)))
  const passed = steps.every(({ state }) => state !== 'failed')
  await saveTest(db, { id, projectId, steps, ended: { passed, at: ports.clock.now() } })
}

async function* stepsOf(ports: WorkerPorts, connectionId: string): AsyncGenerator<ProbeStep, void, void> {
  const connection = await openConnection(ports, connectionId)
  if (connection.ok) yield* connectorFor(connection.value.kind).probe(connection.value.target, { timeoutMs })
  else yield { step: 'auth', state: 'failed', detail: connection.error.reason, fix: connection.error.fix, ms: 0 }
}

/** The step that a stopping worker did not get to. */
function stopped(last: ProbeStep | undefined): ProbeStep {
  const step = last?.step ?? 'dns'
  return { step, state: 'failed', detail: 'The worker stopped before it was done.', fix: 'Test it again.', ms: 0 }
}
