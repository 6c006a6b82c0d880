import type pg from 'pg'
import { ConnectionFailed } from '@/connectors/errors'
import { openSession, type SessionOptions } from '@/connectors/postgres/connect'
import { openConnection } from '../connection-target'
import type { WorkerPorts } from '../ports'

/**
 * Opens a session on a stored connection; the caller ends it. Throws `ConnectionFailed`, which holds no credential, also where the
 * connection is gone or its password cannot be opened.
 */
export async function openEnd(
  ports: Pick<WorkerPorts, 'database' | 'encryptionKeys'>,
  connectionId: string,
  options: SessionOptions,
): Promise<pg.Client> {
  const opened = await openConnection(ports, connectionId)
  if (opened.ok) return openSession(opened.value.target, options)
  const { reason: message, fix } = opened.error
  const nowhere = { code: null, schema: null, table: null, column: null, constraint: null, serverMessage: null }
  throw new ConnectionFailed({ class: 'run', message, fix, ...nowhere })
}
