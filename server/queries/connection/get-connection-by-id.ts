import type { ConnectionDto } from '@/domain/contracts/connection'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedOnConnection } from '../../access/allowed'
import type { Ask } from '../ask'
import { toConnectionDto } from './connection-dto'

/** One connection. */
export async function getConnectionById(
  ask: Pick<Ask, 'db' | 'userId'>,
  { connectionId }: { connectionId: string },
): Promise<Result<ConnectionDto, Refusal>> {
  const seen = await allowedOnConnection(ask, connectionId, 'connection.see')
  return seen.ok ? ok(toConnectionDto(seen.value.row)) : seen
}
