import { openPassword } from '@/db/secrets'
import { readConnectionSecret } from '@/db/statements/read-connection'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import type { Endpoint } from '@/domain/contracts/connection'
import { err, ok, type Result } from '@/domain/result'
import type { WorkerPorts } from './ports'

/** Why something could not be done, in two sentences for a person; never with a secret in them. */
export interface Failure {
  readonly reason: string
  readonly fix: string
}

export interface OpenedConnection {
  readonly kind: Endpoint['kind']
  /** database@host, as it is shown. */
  readonly label: string
  readonly target: ConnectionTarget
}

/** A stored connection with its password opened: what it takes to sign in, held no longer than that takes. */
export async function openConnection(
  { database, encryptionKeys }: Pick<WorkerPorts, 'database' | 'encryptionKeys'>,
  connectionId: string,
): Promise<Result<OpenedConnection, Failure>> {
  const stored = await readConnectionSecret(database.db, connectionId)
  if (stored === null) {
    return err({ reason: 'The connection does not exist any more.', fix: 'Make it anew, or choose another one.' })
  }
  const password = await openPassword({ sealed: stored.sealedPassword, connectionId }, encryptionKeys)
  if (!password.ok) return err({ reason: password.error.message, fix: password.error.fix })
  const { kind, ...address } = stored.endpoint
  return ok({ kind, label: `${address.database}@${address.host}`, target: { ...address, password: password.value } })
}
