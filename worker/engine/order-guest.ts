import { randomUUID } from 'node:crypto'
import { endBackends } from '@/connectors/postgres/backends'
import { findReceipt } from '@/connectors/postgres/receipts'
import type { GuestAnswer } from '@/db/schema/runs'
import { dismissGuests, type GuestState, giveOrder, readGuest } from '@/db/statements/guest-lanes'
import { forgetBackends, notedBackends } from '@/db/statements/lane-backends'
import type { BoardChunk, Landed } from './board'
import type { LaneContext } from './context'
import type { LaneSessions } from './lane-sessions'
import { openEnd } from './open-end'
import { endClient } from './session'

/** How often the holder looks for an answer. */
const lookMs = 40

/**
 * Has the guest of a lane copy a chunk, where there is one; null: it is not in the target, and the lane is to copy it itself. A guest that
 * fell silent is shut out first: then the receipt says whether it had landed.
 */
export async function copyByGuest(
  run: LaneContext,
  sessions: LaneSessions,
  lane: number,
  chunk: BoardChunk,
): Promise<Landed | null> {
  const { ports, hold, watch, snapshot } = run
  if (watch.controls.guests === 0 || snapshot === null || run.halt.soft.aborted) return null
  const { db } = ports.database
  const guest = await readGuest(db, hold, lane)
  if (guest === null || !guest.isAlive) return null
  const { task, n: number, lower, upper } = chunk
  const id = randomUUID()
  const sight = { snapshot, digestVersion: run.hashes.version, targetStartedAt: run.targetStartedAt }
  const seat = { runId: hold.runId, lane, seat: guest.seat }
  if (!(await giveOrder(db, seat, { id, task, chunk: number, lower, upper, ...sight }))) return null

  const answer = await untilAnswered(run, lane, { seat: guest.seat, id })
  if (answer === null) await shutOutGuest(run, sessions, guest.workerId)
  else if (answer.landed !== null) return fromDigits(answer.landed)
  const receipt = await findReceipt((await sessions.target()).client, hold, { task, chunk: number, kind: 'chunk' })
  if (receipt === undefined) return null
  return {
    rows: receipt.rowsLanded,
    rejected: Number(receipt.rowsRejected),
    bytes: receipt.bytes,
    sourceDigest: receipt.sourceDigest,
  }
}

/** Null: the guest is gone, or silent for longer than its lease. */
async function untilAnswered(
  { ports, hold }: LaneContext,
  lane: number,
  { seat, id }: Pick<GuestState, 'seat'> & { id: string },
): Promise<GuestAnswer | null> {
  for (;;) {
    const guest = await readGuest(ports.database.db, hold, lane)
    if (guest?.seat !== seat) return null
    if (guest.answer?.id === id) return guest.answer
    if (!guest.isAlive) return null
    await ports.sleep(lookMs)
  }
}

const fromDigits = ({ rows, bytes, sourceDigest }: NonNullable<GuestAnswer['landed']>): Landed => ({
  // What a guest meets bad rows in, it leaves to the holder.
  rejected: 0,
  rows: BigInt(rows),
  bytes: BigInt(bytes),
  sourceDigest,
})

/** It loses its seats first: from then on it opens nothing more, and what it has open can be ended. */
async function shutOutGuest(run: LaneContext, sessions: LaneSessions, workerId: string): Promise<void> {
  const { ports, hold, record } = run
  await dismissGuests(ports.database.db, hold.runId, workerId)
  const noted = await notedBackends(ports.database.db, hold)
  const its = noted.filter((backend) => backend.role === 'lane' && backend.workerId === workerId)
  const { client: target } = await sessions.target()
  const onTarget = its.filter(({ side }) => side === 'target')
  const left = await endBackends(target, onTarget, { sleep: ports.sleep })
  if (left.length > 0) throw new Error('A backend of a silent guest cannot be ended: what it did is not known yet.')
  const onSource = its.filter(({ side }) => side === 'source')
  if (onSource.length > 0) {
    const source = await openEnd(ports, record.sourceConnectionId, { applicationName: 'godwit shuts out' })
    try {
      await endBackends(source, onSource, { sleep: ports.sleep })
    } finally {
      await endClient(source)
    }
  }
  await forgetBackends(ports.database.db, hold, its)
}
