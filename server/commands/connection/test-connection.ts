import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { enqueue } from '@/db/queue'
import { findOpenTest, insertTest } from '@/db/statements/change-connections'
import { lockConnection, readConnectionTest } from '@/db/statements/connections'
import type { ConnectionTestDto, connectionCommandSchema } from '@/domain/contracts/connection'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import { toConnectionTestDto } from '../../queries/connection/connection-dto'
import type { CommandScope } from '../run-command'

/** Asks the worker to test a connection step by step. While a test is under way, asking again answers with that one. */
export async function testConnection(
  { tx, actor, now }: CommandScope,
  { connectionId }: z.output<typeof connectionCommandSchema>,
): Promise<Result<ConnectionTestDto, Refusal>> {
  await lockConnection(tx, connectionId)
  const allowed = await allowedOnConnection({ db: tx, userId: actor.userId }, connectionId, 'connection.test')
  if (!allowed.ok) return allowed
  const open = await findOpenTest(tx, connectionId, now)
  const testId = open ?? (await insertTest(tx, { connectionId, userId: actor.userId, now }))
  if (open === null) {
    const { projectId } = allowed.value.row
    const change = {
      action: 'connection.test',
      subject: `connection:${connectionId}`,
      before: null,
      after: { testId },
      wake: [{ kind: 'project' as const, id: projectId }],
    }
    await applyChange(tx, { actor, projectId, ...change }, now)
    await enqueue(tx, { name: 'probe', data: { connectionTestId: testId } })
  }
  const found = await readConnectionTest(tx, testId)
  if (found === null) throw new Error('The test is gone.')
  return ok(toConnectionTestDto(found.test))
}
