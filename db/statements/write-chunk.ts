import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { chunks, tasks } from '../schema/runs'
import { heldLoosely, orLost, type RunHold, theHold, withoutWaiting } from './hold-run'

/** Which chunk of a run. */
export interface ChunkId {
  readonly task: number
  readonly n: number
}

interface Cut extends ChunkId {
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
  readonly lane: number
  /** The source's count of the table, taken with the last chunk. */
  readonly sourceRows: bigint | null
}

const asJson = (bound: readonly string[] | null) => sql`${bound === null ? null : JSON.stringify(bound)}::jsonb`

/**
 * Stores the bounds of a new chunk, which never change, before it is read; with the last one the task is cut. One round trip, since a
 * small table costs little else.
 */
export async function claimChunk(db: Db, hold: RunHold, cut: Cut, now: Date): Promise<void> {
  const { task, n, lower, upper, lane, sourceRows } = cut
  const at = sql`${now.toISOString()}::timestamptz`
  const [isFirst, isLast] = [n === 0, upper === null]
  const made = await db.execute<{ n: number }>(sql`
    with held as materialized (${theHold(hold)}),
    opened as (
      update ${tasks} set cut_all = cut_all or ${isLast},
             source_rows = case when ${isLast} then ${sourceRows === null ? null : String(sourceRows)}::bigint else source_rows end,
             state = case when ${isFirst} then 'copying' else state end,
             started_at = case when ${isFirst} then ${at} else started_at end
       where (${isFirst} or ${isLast}) and ${tasks.runId} = ${hold.runId} and ${tasks.n} = ${task} and exists (select from held))
    insert into ${chunks} (run_id, task, n, lower, upper, state, attempt, lane, started_at)
    select ${hold.runId}::uuid, ${task}::int, ${n}::int, ${asJson(lower)}, ${asJson(upper)}, 'running', 1, ${lane}::int, ${at}
      from held where ${withoutWaiting}
    returning n`)
  orLost(hold, made)
}

type ChunkChange = Partial<
  Pick<typeof chunks.$inferInsert, 'state' | 'attempt' | 'lane' | 'rows' | 'bytes' | 'ms' | 'startedAt' | 'endedAt'>
>

async function changeChunk(db: Db, hold: RunHold, { task, n }: ChunkId, change: ChunkChange): Promise<void> {
  const changed = await db
    .update(chunks)
    .set(change)
    .where(and(eq(chunks.runId, hold.runId), eq(chunks.task, task), eq(chunks.n, n), heldLoosely(hold)))
    .returning({ n: chunks.n })
  orLost(hold, changed)
}

/** A chunk whose bounds stand is tried (again). */
export async function beginAttempt(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  { attempt, lane, now }: { attempt: number; lane: number; now: Date },
): Promise<void> {
  await changeChunk(db, hold, chunk, { state: 'running', attempt, lane, startedAt: now, endedAt: null })
}

interface LandedChunk extends ChunkId {
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
  readonly attempt: number
}

/**
 * The chunk's receipt is in the target; a hint for readers, the receipt is the truth. A chunk whose claim Godwit's database lost in a
 * crash is made whole.
 */
export async function finishChunk(
  db: Db,
  hold: RunHold,
  { task, n, lower, upper, attempt }: LandedChunk,
  { rows, bytes, ms, now }: { rows: bigint; bytes: bigint; ms: number | null; now: Date },
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  const landed = await db.execute<{ n: number }>(sql`
    with held as materialized (${theHold(hold)})
    insert into ${chunks} (run_id, task, n, lower, upper, attempt, state, rows, bytes, ms, ended_at)
    select ${hold.runId}::uuid, ${task}::int, ${n}::int, ${asJson(lower)}, ${asJson(upper)}, ${attempt}::int, 'landed', ${String(rows)}::bigint,
           ${String(bytes)}::bigint, ${ms}::int, ${at}
      from held where ${withoutWaiting}
        on conflict (run_id, task, n) do update
       set state = excluded.state, rows = excluded.rows, bytes = excluded.bytes, ms = excluded.ms, ended_at = excluded.ended_at
    returning n`)
  orLost(hold, landed)
}

/** The chunk did not land: it waits for its next attempt, is put back, or is given up. */
export async function suspendChunk(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  state: 'pending' | 'retrying' | 'failed',
): Promise<void> {
  await changeChunk(db, hold, chunk, { state, lane: null })
}
