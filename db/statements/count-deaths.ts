import { and, eq, sql } from 'drizzle-orm'
import { chunks } from '../schema/runs'
import type { Tx } from '../transaction'

/** A worker fell silent: each chunk that it was copying may be what it died of. */
export async function countDeaths(tx: Tx, runId: string): Promise<void> {
  await tx
    .update(chunks)
    .set({ deaths: sql`${chunks.deaths} + 1` })
    .where(and(eq(chunks.runId, runId), eq(chunks.state, 'running')))
}
