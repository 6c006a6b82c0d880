import { and, eq, sql } from 'drizzle-orm'
import { chunks } from '../schema/runs'
import type { Tx } from '../transaction'

/**
 * A worker fell silent: each chunk that it was copying may be what it died of. They wait from here on, so that a successor that dies
 * before it has begun one does not count against that.
 */
export async function countDeaths(tx: Tx, runId: string): Promise<void> {
  await tx
    .update(chunks)
    .set({ deaths: sql`${chunks.deaths} + 1`, state: 'pending', lane: null })
    .where(and(eq(chunks.runId, runId), eq(chunks.state, 'running')))
}
