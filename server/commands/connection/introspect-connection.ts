import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { enqueue } from '@/db/queue'
import { updateConnection } from '@/db/statements/change-connections'
import { lockConnection } from '@/db/statements/connections'
import type { ConnectionDto, connectionCommandSchema } from '@/domain/contracts/connection'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import { getConnectionById } from '../../queries/connection/get-connection-by-id'
import type { CommandScope } from '../run-command'

/** A worker that died leaves its mark behind: after this long, asking again counts. */
const abandonedMs = 10 * 60_000

/** Asks the worker to read a connection's schema. While that is under way, asking again changes nothing. */
export async function introspectConnection(
  { tx, actor, now }: CommandScope,
  { connectionId }: z.output<typeof connectionCommandSchema>,
): Promise<Result<ConnectionDto, Refusal>> {
  const { userId } = actor
  const row = await lockConnection(tx, connectionId)
  const allowed = await allowedOnConnection({ db: tx, userId }, connectionId, 'connection.test')
  if (!allowed.ok) return allowed
  const isUnderWay = row?.introspectionState === 'queued' || row?.introspectionState === 'running'
  const isFresh = row !== null && now.getTime() - row.updatedAt.getTime() < abandonedMs
  if (!(isUnderWay && isFresh)) {
    const { projectId } = allowed.value.row
    const queued = { introspectionState: 'queued', introspectionReason: null, introspectionFix: null } as const
    await updateConnection(tx, connectionId, { ...queued, updatedAt: now })
    const change = {
      action: 'connection.introspect',
      subject: `connection:${connectionId}`,
      before: null,
      after: null,
      wake: [{ kind: 'project' as const, id: projectId }],
    }
    await applyChange(tx, { actor, projectId, ...change }, now)
    await enqueue(tx, { name: 'introspect', data: { connectionId, requestedBy: userId } })
  }
  return getConnectionById({ db: tx, userId }, { connectionId })
}
