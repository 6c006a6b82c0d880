import type pg from 'pg'
import { ConnectionFailed } from '@/connectors/errors'
import { openSession, type SessionOptions } from '@/connectors/postgres/connect'
import { openPassword } from '@/db/secrets'
import { readConnectionSecret } from '@/db/statements/read-connection'
import type { WorkerPorts } from '../ports'

const unopened = (message: string, fix: string) =>
  new ConnectionFailed({
    class: 'run',
    code: null,
    message,
    fix,
    schema: null,
    table: null,
    column: null,
    constraint: null,
    serverMessage: null,
  })

/** Opens a session on a stored connection; the caller ends it. Throws `ConnectionFailed`, which holds no credential. */
export async function openEnd(
  ports: Pick<WorkerPorts, 'database' | 'encryptionKeys'>,
  connectionId: string,
  options: SessionOptions,
): Promise<pg.Client> {
  const stored = await readConnectionSecret(ports.database.db, connectionId)
  if (stored === null) throw unopened('The connection does not exist any more.', 'Make it anew, and plan again.')
  const password = await openPassword({ sealed: stored.sealedPassword, connectionId }, ports.encryptionKeys)
  if (!password.ok) throw unopened(password.error.message, password.error.fix)
  const { kind: _, ...address } = stored.endpoint
  return openSession({ ...address, password: password.value }, options)
}
