import { and, asc, desc, eq, gte, ne, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { chunks, samples, steps, tasks } from '../schema/runs'
import type { Tx } from '../transaction'

/** A run's tables as the worker left them, in the plan's order. */
export async function readTasks(db: Db | Tx, runId: string) {
  return db.select().from(tasks).where(eq(tasks.runId, runId)).orderBy(asc(tasks.n))
}

const landed = sql`${chunks.state} = 'landed'`
const sum = (what: unknown, filter: ReturnType<typeof sql>) =>
  sql<string>`coalesce(sum(${what}) filter (where ${filter}), 0)`.mapWith(BigInt)

/**
 * What each table of a run has moved: one pass over the run's chunks (primary key's prefix), one row a table.
 * `recentRows`: landed since `since`.
 */
export async function readTaskTallies(db: Db | Tx, runId: string, since: Date) {
  return db
    .select({
      task: chunks.task,
      landed: sql<number>`count(*) filter (where ${landed})`.mapWith(Number),
      landedRows: sum(sql`${chunks.rows} + ${chunks.replayed}`, landed),
      failedRows: sum(chunks.rejected, landed),
      bytes: sum(chunks.bytes, landed),
      retried: sql<number>`count(*) filter (where ${chunks.attempt} > 1)`.mapWith(Number),
      recentRows: sum(chunks.rows, sql`${landed} and ${chunks.endedAt} >= ${since.toISOString()}`),
    })
    .from(chunks)
    .where(eq(chunks.runId, runId))
    .groupBy(chunks.task)
}

/** The chunks of a run that have been cut and have not landed: at most some a lane, and the failed ones (index chunks_open). */
export async function readOpenChunks(db: Db | Tx, runId: string) {
  return db
    .select({ task: chunks.task, n: chunks.n, state: chunks.state })
    .from(chunks)
    .where(and(eq(chunks.runId, runId), ne(chunks.state, 'landed')))
    .orderBy(asc(chunks.task), asc(chunks.n))
}

/** The chunk that landed last. */
export async function readLastChunk(db: Db | Tx, runId: string) {
  const [chunk] = await db
    .select({ ms: chunks.ms, rows: chunks.rows })
    .from(chunks)
    .where(and(eq(chunks.runId, runId), eq(chunks.state, 'landed')))
    .orderBy(sql`${chunks.endedAt} desc nulls last`)
    .limit(1)
  return chunk ?? null
}

/** How the DDL around the rows stands. */
export async function readSteps(db: Db | Tx, runId: string) {
  return db
    .select({ n: steps.n, state: steps.state, reason: steps.reason })
    .from(steps)
    .where(eq(steps.runId, runId))
    .orderBy(asc(steps.n))
}

/** The throughput of the last while, oldest first. */
export async function readSamplesSince(db: Db | Tx, runId: string, since: Date) {
  return db
    .select({ at: samples.at, rows: samples.rows, bytes: samples.bytes, ms: samples.ms })
    .from(samples)
    .where(and(eq(samples.runId, runId), gte(samples.at, since)))
    .orderBy(asc(samples.at))
}

/** The throughput of a whole run as at most `most` points, oldest first: neighbours are put together by equal stretches of time. */
export async function readThroughput(db: Db | Tx, runId: string, most: number) {
  const span = db.$with('span').as(
    db
      .select({
        first: sql<string>`min(${samples.at})`.as('first'),
        width:
          sql<number>`greatest(extract(epoch from max(${samples.at}) - min(${samples.at})) / ${most - 1}, 0.001)`.as(
            'width',
          ),
      })
      .from(samples)
      .where(eq(samples.runId, runId)),
  )
  const bucket = sql`floor(extract(epoch from ${samples.at} - ${span.first}) / ${span.width})`
  return db
    .with(span)
    .select({
      at: sql<string>`max(${samples.at})`.mapWith(samples.at),
      rows: sql<string>`sum(${samples.rows})`.mapWith(Number),
      bytes: sql<string>`sum(${samples.bytes})`.mapWith(Number),
      ms: sql<string>`sum(${samples.ms})`.mapWith(Number),
    })
    .from(samples)
    .innerJoin(span, sql`true`)
    .where(eq(samples.runId, runId))
    .groupBy(bucket)
    .orderBy(desc(bucket))
    .limit(most)
}
