import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { sealPassword } from '@/db/secrets'
import { insertConnection, isConnectionNameTaken } from '@/db/statements/change-connections'
import type { ConnectionDto, createConnectionInputSchema } from '@/domain/contracts/connection'
import { type Refusal, refuse } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import { getConnectionById } from '../../queries/connection/get-connection-by-id'
import type { CommandScope } from '../run-command'

/** Saves a connection. The password is sealed here and now; nobody but the worker can open it. */
export async function createConnection(
  { tx, actor, now, services }: CommandScope,
  input: z.output<typeof createConnectionInputSchema>,
): Promise<Result<ConnectionDto, Refusal>> {
  const { projectId, name, environment, endpoint, password } = input
  const { userId } = actor
  const allowed = await allowedInProject({ db: tx, userId }, projectId, 'connection.change')
  if (!allowed.ok) return allowed
  if (await isConnectionNameTaken(tx, { projectId, name, except: null })) return nameIsTaken(name)
  const connectionId = randomUUID()
  await insertConnection(tx, {
    id: connectionId,
    projectId,
    name,
    environment,
    endpoint,
    sealedPassword: await sealPassword({ password, connectionId }, services.sealingKeys),
    secretSetAt: now,
    secretSetById: userId,
    createdById: userId,
    createdAt: now,
    updatedAt: now,
  })
  const change = {
    action: 'connection.create',
    subject: `connection:${connectionId}`,
    before: null,
    after: { name, environment, endpoint },
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return getConnectionById({ db: tx, userId }, { connectionId })
}

/** Two connections of one name cannot be told apart in a list. */
export function nameIsTaken(name: string) {
  return refuse('conflict', `The project has a connection “${name}” already.`, 'Give it another name.', 'name')
}
