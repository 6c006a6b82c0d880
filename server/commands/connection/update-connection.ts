import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { sealPassword } from '@/db/secrets'
import { isConnectionNameTaken, updateConnection as writeConnection } from '@/db/statements/change-connections'
import { lockConnection } from '@/db/statements/connections'
import type { ConnectionDto, Endpoint, updateConnectionInputSchema } from '@/domain/contracts/connection'
import { type Refusal, refuse } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import { getConnectionById } from '../../queries/connection/get-connection-by-id'
import type { CommandScope } from '../run-command'
import { nameIsTaken } from './create-connection'

/** Changes a connection; what is left out stays. A password that is set is never sent to a server it was not given for. */
export async function updateConnection(
  { tx, actor, now, services }: CommandScope,
  input: z.output<typeof updateConnectionInputSchema>,
): Promise<Result<ConnectionDto, Refusal>> {
  const { connectionId, password } = input
  const { userId } = actor
  const row = await lockConnection(tx, connectionId)
  const allowed = await allowedOnConnection({ db: tx, userId }, connectionId, 'connection.change')
  if (!allowed.ok) return allowed
  if (row === null) throw new Error('A connection that may be changed and is not there.')
  const before = { name: row.name, environment: row.environment, endpoint: row.endpoint }
  const after = {
    name: input.name ?? row.name,
    environment: input.environment ?? row.environment,
    endpoint: input.endpoint ?? row.endpoint,
  }
  const { projectId } = row
  if (password === undefined && sendsElsewhere(before.endpoint, after.endpoint))
    return refuse(
      'invalid',
      'The password was given for another server, user or protection.',
      'Give the password again.',
      'password',
    )
  if (await isConnectionNameTaken(tx, { projectId, name: after.name, except: connectionId }))
    return nameIsTaken(after.name)
  const sealed =
    password === undefined
      ? {}
      : {
          sealedPassword: await sealPassword({ password, connectionId }, services.sealingKeys),
          secretSetAt: now,
          secretSetById: userId,
        }
  await writeConnection(tx, connectionId, { ...after, ...sealed, updatedAt: now })
  const change = {
    action: 'connection.update',
    subject: `connection:${connectionId}`,
    before,
    after: { ...after, passwordReplaced: password !== undefined },
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return getConnectionById({ db: tx, userId }, { connectionId })
}

const strength: Record<Endpoint['tls'], number> = { disable: 0, prefer: 1, require: 2, 'verify-full': 3 }

/**
 * Would the stored password travel to another server, as another user, or less well protected than when it was given? Then whoever
 * may change a connection could read it on a server of their own.
 */
function sendsElsewhere(before: Endpoint, after: Endpoint): boolean {
  return (
    before.host !== after.host ||
    before.port !== after.port ||
    before.user !== after.user ||
    strength[after.tls] < strength[before.tls] ||
    (before.caPem !== after.caPem && after.caPem !== null)
  )
}
