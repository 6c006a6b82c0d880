import { and, eq, isNull } from 'drizzle-orm'
import type { Endpoint } from '@/domain/contracts/connection'
import type { Db } from '../client'
import { connections } from '../schema/connections'

/** What is needed to open a connection; the password is still sealed. Null: it does not exist any more. */
export async function readConnectionSecret(
  db: Db,
  connectionId: string,
): Promise<{ name: string; endpoint: Endpoint; sealedPassword: string } | null> {
  const [row] = await db
    .select({ name: connections.name, endpoint: connections.endpoint, sealedPassword: connections.sealedPassword })
    .from(connections)
    .where(and(eq(connections.id, connectionId), isNull(connections.deletedAt)))
  return row ?? null
}
