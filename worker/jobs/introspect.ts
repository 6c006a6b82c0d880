import type { ReadingSession } from '@/connectors/connector'
import { connectorFor } from '@/connectors/registry'
import { beginIntrospection, failIntrospection } from '@/db/statements/connection-jobs'
import { insertSnapshot } from '@/db/statements/schema-snapshots'
import { transaction } from '@/db/transaction'
import { wake } from '@/db/wake'
import type { Catalog } from '@/domain/catalog/catalog'
import { err, ok, type Result } from '@/domain/result'
import { type Failure, openConnection } from '../connection-target'
import { foreignFailure } from '../foreign-failure'
import type { WorkerPorts } from '../ports'

/** What an introspect job is told, and when it must stop. */
export interface IntrospectJob {
  readonly connectionId: string
  readonly signal: AbortSignal
}

const timing = { connectTimeoutMs: 10_000, statementTimeoutMs: 120_000 }

/**
 * The job `introspect`: reads a connection's schema into a new snapshot, or stores why that is not possible. A request
 * that somebody else has taken is left to them.
 */
export async function introspectJob(ports: WorkerPorts, { connectionId, signal }: IntrospectJob): Promise<void> {
  const { db } = ports.database
  const begun = await beginIntrospection(db, connectionId, ports.clock.now())
  if (begun === null) return
  const { projectId } = begun
  const read = await readCatalog(ports, connectionId, signal)
  if (!read.ok) return failIntrospection(db, { connectionId, projectId, ...read.error })
  await transaction(db, async (tx) => {
    await insertSnapshot(tx, { connectionId, catalog: read.value, now: ports.clock.now() })
    await wake(tx, [{ kind: 'project', id: projectId }])
  })
}

async function readCatalog(
  ports: WorkerPorts,
  connectionId: string,
  signal: AbortSignal,
): Promise<Result<Catalog, Failure>> {
  const connection = await openConnection(ports, connectionId)
  if (!connection.ok) return connection
  const { kind, target } = connection.value
  const connector = connectorFor(kind)
  let session: ReadingSession | undefined
  const close = () => session?.close().catch(() => undefined)
  const onAbort = () => void close()
  signal.addEventListener('abort', onAbort)
  try {
    session = await connector.open(target, { applicationName: 'godwit introspect', ...timing })
    signal.throwIfAborted()
    return ok(await session.introspect())
  } catch (error) {
    if (signal.aborted) return err({ reason: 'The worker stopped before it was done.', fix: 'Read it again.' })
    ports.log.warn({ err: error, connectionId }, 'a schema cannot be read')
    return err(foreignFailure(connector, error))
  } finally {
    signal.removeEventListener('abort', onAbort)
    await close()
  }
}
