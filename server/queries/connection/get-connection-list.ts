import { readConnections } from '@/db/statements/connections'
import type { ConnectionDto } from '@/domain/contracts/connection'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import type { Ask } from '../ask'
import { toConnectionDto } from './connection-dto'

/** A project's connections, by name. */
export async function getConnectionList(
  ask: Ask,
  { projectId }: { projectId: string },
): Promise<Result<ConnectionDto[], Refusal>> {
  const allowed = await allowedInProject(ask, projectId, 'connection.see')
  if (!allowed.ok) return allowed
  const rows = await readConnections(ask.db, { projectId })
  return ok(rows.map(toConnectionDto))
}
