import { type Backend, endBackends } from '@/connectors/postgres/backends'
import { CopyDigest } from '@/connectors/postgres/copy-digest'
import { digestChunk, isDigestedPassing, type RowHash } from '@/connectors/postgres/digest'
import { qualified } from '@/connectors/postgres/identifiers'
import { copyOutSql } from '@/connectors/postgres/read'
import { findReceipt, type NewReceipt } from '@/connectors/postgres/receipts'
import { beginChunk, commitChunk } from '@/connectors/postgres/write'
import type { BoardChunk, Landed } from './board'
import { breakable } from './breakable'
import { carryRows } from './carry-rows'
import type { LaneContext } from './context'
import type { LaneSessions } from './lane-sessions'
import type { RunSession } from './session'

/**
 * Moves one chunk: its rows and its receipt land in one transaction of the target, or nothing does. A commit whose answer was lost
 * is not guessed at: the receipt says whether it took place. Nothing is read before `claimed` has resolved. Whatever is thrown, the
 * sessions are to be closed.
 */
export async function copyChunk(
  run: LaneContext,
  sessions: LaneSessions,
  chunk: BoardChunk,
  claimed: Promise<void>,
): Promise<Landed> {
  const { hold, board, plan } = run
  const task = board.task(chunk.task).plan
  const [source, target] = await Promise.all([sessions.source(), sessions.target()])
  const [begun, stored] = await Promise.allSettled([beginChunk(target.client, hold), claimed])
  for (const either of [stored, begun]) if (either.status === 'rejected') throw either.reason
  const hash = plan.validateData ? await run.hashes.of(target.client, task) : null
  const digest = hash !== null && isDigestedPassing(task, hash) ? new CopyDigest() : undefined
  const carried = { task, chunk: chunk.n, out: copyOutSql(task, chunk), digest }
  const { read: rowsRead, landed: rowsLanded, bytes } = await carryRows(run, sessions, carried)
  const sourceDigest =
    hash === null ? null : (digest?.text ?? chunk.sourceDigest ?? (await digestOf(run, source, chunk, hash)))
  const receipt: NewReceipt = {
    kind: 'chunk',
    task: chunk.task,
    chunk: chunk.n,
    relation: qualified(task.target.schema, task.target.name),
    bounds: { lower: chunk.lower, upper: chunk.upper },
    rowsRead,
    rowsLanded,
    rowsRejected: 0n,
    bytes,
    sourceDigest,
  }
  try {
    await commitChunk(target.client, hold, receipt)
  } catch (error) {
    if (!(await tookPlace(run, sessions, target.backend, receipt))) throw error
  }
  return { rows: rowsLanded, rejected: 0, bytes, sourceDigest }
}

/** Of what was read, by the source itself: under a later snapshot it tells whether the rows are still the same. */
async function digestOf(run: LaneContext, source: RunSession, chunk: BoardChunk, hash: RowHash): Promise<string> {
  const task = run.board.task(chunk.task).plan
  return (await breakable(run, source, digestChunk(source.client, task, chunk, hash))).text
}

/** Ends the backend whose answer is missing, so that nothing is under way any more, and asks for the receipt. */
export async function tookPlace(
  { ports, hold }: LaneContext,
  sessions: LaneSessions,
  backend: Backend,
  receipt: NewReceipt,
): Promise<boolean> {
  await sessions.close()
  const { client } = await sessions.target()
  const left = await endBackends(client, [backend], { sleep: ports.sleep })
  if (left.length > 0) throw new Error('A backend of the target cannot be ended: what it did is not known yet.')
  return (await findReceipt(client, hold, receipt)) !== undefined
}
