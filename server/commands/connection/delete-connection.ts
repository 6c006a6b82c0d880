import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { updateConnection } from '@/db/statements/change-connections'
import { lockConnection, readUnendedUses } from '@/db/statements/connections'
import type { connectionCommandSchema } from '@/domain/contracts/connection'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import type { CommandScope } from '../run-command'

/** Takes a connection away and forgets its password; migrations that have ended keep its name. One that is in use stays. */
export async function deleteConnection(
  { tx, actor, now }: CommandScope,
  { connectionId }: z.output<typeof connectionCommandSchema>,
): Promise<Result<{ connectionId: string }, Refusal>> {
  await lockConnection(tx, connectionId)
  const allowed = await allowedOnConnection({ db: tx, userId: actor.userId }, connectionId, 'connection.change')
  if (!allowed.ok) return allowed
  const { name, environment, endpoint, projectId } = allowed.value.row
  const uses = await readUnendedUses(tx, connectionId)
  const [first] = uses
  if (first !== undefined)
    return refuse(
      'conflict',
      uses.length === 1
        ? `“${first}” uses this connection.`
        : `“${first}” and ${uses.length - 1} more use this connection.`,
      'Cancel what uses it, or let it complete.',
    )
  await updateConnection(tx, connectionId, { deletedAt: now, updatedAt: now, sealedPassword: '' })
  const change = {
    action: 'connection.delete',
    subject: `connection:${connectionId}`,
    before: { name, environment, endpoint },
    after: null,
    wake: [{ kind: 'project' as const, id: projectId }],
  }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return ok({ connectionId })
}
