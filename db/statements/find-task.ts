import { and, eq, inArray } from 'drizzle-orm'
import { chunks, tasks } from '../schema/runs'
import type { Tx } from '../transaction'

/** A table of a run, or one chunk of it, for somebody who wants it tried again: it must have failed, or wait for its next try. */
export async function findTask(
  tx: Tx,
  runId: string | null,
  task: number,
  chunk: number | null,
): Promise<{ state: string; canRetry: boolean } | null> {
  if (runId === null) return null
  if (chunk !== null) {
    const [found] = await tx
      .select({ state: chunks.state })
      .from(chunks)
      .where(and(eq(chunks.runId, runId), eq(chunks.task, task), eq(chunks.n, chunk)))
    return found === undefined ? null : { ...found, canRetry: ['retrying', 'failed'].includes(found.state) }
  }
  const [found] = await tx
    .select({ state: tasks.state })
    .from(tasks)
    .where(and(eq(tasks.runId, runId), eq(tasks.n, task)))
  if (found === undefined) return null
  const [waiting] = await tx
    .select({ n: chunks.n })
    .from(chunks)
    .where(and(eq(chunks.runId, runId), eq(chunks.task, task), inArray(chunks.state, ['retrying', 'failed'])))
    .limit(1)
  return { ...found, canRetry: found.state === 'failed' || waiting !== undefined }
}
