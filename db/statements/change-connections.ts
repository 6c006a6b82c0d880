import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { connections, connectionTests } from '../schema/connections'
import type { Tx } from '../transaction'

/** Adds a connection. */
export async function insertConnection(tx: Tx, values: typeof connections.$inferInsert): Promise<void> {
  await tx.insert(connections).values(values)
}

/** Changes a connection that the caller has locked. */
export async function updateConnection(
  tx: Tx,
  id: string,
  values: Partial<typeof connections.$inferInsert>,
): Promise<void> {
  await tx.update(connections).set(values).where(eq(connections.id, id))
}

/** Is there another connection of this name in the project? */
export async function isConnectionNameTaken(
  db: Db | Tx,
  of: { readonly projectId: string; readonly name: string; readonly except: string | null },
): Promise<boolean> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.projectId, of.projectId),
        isNull(connections.deletedAt),
        sql`lower(${connections.name}) = lower(${of.name})`,
        of.except === null ? undefined : ne(connections.id, of.except),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** A test of a connection that has not ended, so that a second click joins it; one that nobody finished in two minutes does not count. */
export async function findOpenTest(tx: Tx, connectionId: string, now: Date): Promise<string | null> {
  const [row] = await tx
    .select({ id: connectionTests.id })
    .from(connectionTests)
    .where(
      and(
        eq(connectionTests.connectionId, connectionId),
        inArray(connectionTests.state, ['queued', 'running']),
        sql`${connectionTests.requestedAt} > ${now.toISOString()}::timestamptz - interval '2 minutes'`,
      ),
    )
    .limit(1)
  return row?.id ?? null
}

/** Adds a test to be done, and answers its id. */
export async function insertTest(tx: Tx, values: { connectionId: string; userId: string; now: Date }): Promise<string> {
  const { connectionId, userId, now } = values
  const [row] = await tx
    .insert(connectionTests)
    .values({ connectionId, state: 'queued', steps: [], requestedById: userId, requestedAt: now })
    .returning({ id: connectionTests.id })
  if (row === undefined) throw new Error('The test was not inserted.')
  return row.id
}
