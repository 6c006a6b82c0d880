import { and, eq } from 'drizzle-orm'
import type { Db } from '../client'
import { chunks, tasks } from '../schema/runs'
import { holdingRun, type RunHold } from './hold-run'

/** Which chunk of a run. */
export interface ChunkId {
  readonly task: number
  readonly n: number
}

interface Cut extends ChunkId {
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
  readonly lane: number
}

const isChunk = (hold: RunHold, { task, n }: ChunkId) =>
  and(eq(chunks.runId, hold.runId), eq(chunks.task, task), eq(chunks.n, n))

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
      ...(cut.upper === null ? { cutAll: true } : {}),
      ...(cut.n === 0 ? { state: 'copying' as const, startedAt: now } : {}),
    }
    await tx.update(tasks).set(change).where(isTask)
  })
}

/** A chunk whose bounds stand is tried (again). */
export async function beginAttempt(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  { attempt, lane, now }: { attempt: number; lane: number; now: Date },
): Promise<void> {
  await holdingRun(db, hold, (tx) =>
    tx
      .update(chunks)
      .set({ state: 'running', attempt, lane, startedAt: now, endedAt: null })
      .where(isChunk(hold, chunk)),
  )
}

/** The chunk's receipt is in the target; a hint for readers, the receipt is the truth. */
export async function finishChunk(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  landed: { rows: bigint; bytes: bigint; ms: number | null; now: Date },
): Promise<void> {
  await holdingRun(db, hold, (tx) =>
    tx
      .update(chunks)
      .set({ state: 'landed', rows: landed.rows, bytes: landed.bytes, ms: landed.ms, endedAt: landed.now })
      .where(isChunk(hold, chunk)),
  )
}

/** The chunk did not land: it waits for its next attempt, is put back, or is given up. */
export async function suspendChunk(
  db: Db,
  hold: RunHold,
  chunk: ChunkId,
  state: 'pending' | 'retrying' | 'failed',
): Promise<void> {
  await holdingRun(db, hold, (tx) => tx.update(chunks).set({ state, lane: null }).where(isChunk(hold, chunk)))
}
