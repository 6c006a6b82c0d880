import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { events } from '../schema/events'
import { chunks } from '../schema/runs'
import type { Tx } from '../transaction'

/** Some chunks of a run's table by their place in the order of their numbers (primary key), and how many there are. */
export async function readChunks(
  db: Db | Tx,
  { runId, task, from, most }: { runId: string; task: number; from: number; most: number },
) {
  const ofTask = and(eq(chunks.runId, runId), eq(chunks.task, task))
  const rows = await db.select().from(chunks).where(ofTask).orderBy(asc(chunks.n)).offset(from).limit(most)
  const [counted] = await db.select({ total: count() }).from(chunks).where(ofTask)
  return { rows, total: counted?.total ?? 0 }
}

/** The newest word about a retry of each of these chunks, among the migration's events. */
export async function readChunkRetries(
  db: Db | Tx,
  { migrationId, table, since, numbers }: ChunksOfTable,
): Promise<Map<number, RetryWord>> {
  if (numbers.length === 0) return new Map()
  const chunk = sql<number>`(${events.event} #>> '{data,chunk}')::int`
  const found = await db
    .selectDistinctOn([chunk], { at: events.at, event: events.event })
    .from(events)
    .where(
      and(
        eq(events.migrationId, migrationId),
        sql`${events.at} >= ${since.toISOString()}`,
        sql`${events.event} ->> 'type' = 'ChunkRetried'`,
        sql`${events.event} #> '{data,table}' = ${JSON.stringify(table)}::jsonb`,
        inArray(chunk, [...numbers]),
      ),
    )
    .orderBy(chunk, desc(events.seq))
  const words = new Map<number, RetryWord>()
  for (const { at, event } of found)
    if (event.type === 'ChunkRetried') words.set(event.data.chunk, { at, ...event.data })
  return words
}

/** Chunks of a table, by their numbers, and since when their run has been going. */
interface ChunksOfTable {
  readonly migrationId: string
  readonly table: { readonly schema: string; readonly name: string }
  readonly since: Date
  readonly numbers: readonly number[]
}

interface RetryWord {
  readonly at: Date
  readonly attempt: number
  readonly sqlstate: string | null
  readonly reason: string
}
