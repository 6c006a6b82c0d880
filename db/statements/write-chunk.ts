import { and, eq } from 'drizzle-orm'
import type { Db } from '../client'
import { chunks, tasks } from '../schema/runs'
import { holdingRun, orLost, type RunHold, stillHeld } from './hold-run'

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

/** Stores the bounds of a new chunk, which never change, before it is read; with the last one the task is cut. */
export async function claimChunk(db: Db, hold: RunHold, cut: Cut, now: Date): Promise<void> {
  await holdingRun(db, hold, async (tx) => {
    await tx.insert(chunks).values({
      runId: hold.runId,
      task: cut.task,
      n: cut.n,
      lower: cut.lower === null ? null : [...cut.lower],
      upper: cut.upper === null ? null : [...cut.upper],
      state: 'running',
      attempt: 1,
      lane: cut.lane,
      startedAt: now,
    })
    if (cut.n > 0 && cut.upper !== null) return
    const isTask = and(eq(tasks.runId, hold.runId), eq(tasks.n, cut.task))
    const change = {
      ...(cut.upper === null ? { cutAll: true, sourceRows: cut.sourceRows } : {}),
      ...(cut.n === 0 ? { state: 'copying' as const, startedAt: now } : {}),
    }
    await tx.update(tasks).set(change).where(isTask)
  })
}

type ChunkChange = Partial<
  Pick<typeof chunks.$inferInsert, 'state' | 'attempt' | 'lane' | 'rows' | 'bytes' | 'ms' | 'startedAt' | 'endedAt'>
>

async function changeChunk(db: Db, hold: RunHold, { task, n }: ChunkId, change: ChunkChange): Promise<void> {
  const changed = await db
    .update(chunks)
    .set(change)
    .where(and(eq(chunks.runId, hold.runId), eq(chunks.task, task), eq(chunks.n, n), stillHeld(hold)))
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

/** The chunk's receipt is in the target; a hint for readers, the receipt is the truth. */
export async function finishChunk(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  { rows, bytes, ms, now }: { rows: bigint; bytes: bigint; ms: number | null; now: Date },
): Promise<void> {
  await changeChunk(db, hold, chunk, { state: 'landed', rows, bytes, ms, endedAt: now })
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
