import { readConnectionTest } from '@/db/statements/connections'
import type { ConnectionTestDto } from '@/domain/contracts/connection'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import type { Ask } from '../ask'
import { toConnectionTestDto } from './connection-dto'

/** One test of a connection, as far as it has come. */
export async function getConnectionTest(
  ask: Ask,
  { connectionTestId }: { connectionTestId: string },
): Promise<Result<ConnectionTestDto, Refusal>> {
  const found = await readConnectionTest(ask.db, connectionTestId)
  if (found === null) return refuse('not-found', 'There is no such test.', 'Test the connection again.')
  const allowed = await allowedInProject(ask, found.projectId, 'connection.see')
  return allowed.ok ? ok(toConnectionTestDto(found.test)) : allowed
}
