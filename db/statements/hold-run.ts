import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { guestLanes, runs } from '../schema/runs'
import { type Tx, transaction } from '../transaction'

/** A worker's right to write about a run: good as long as the run's epoch is this one. */
export interface RunHold {
  readonly migrationId: string
  readonly runId: string
  readonly epoch: number
  /** Of a guest, whose right ends with its seat in the run, too. */
  readonly seat?: string
}

/** The run has another epoch by now: somebody else goes on with it. Whoever meets this stops and decides nothing. */
export class HoldLost extends Error {
  override readonly name = 'HoldLost'

  constructor(hold: RunHold) {
    super(`Run ${hold.runId} is no longer at epoch ${hold.epoch}.`)
  }
}

/**
 * Writes about a run in one transaction, in which its epoch cannot change, nor a guest lose its seat. Throws `HoldLost` where that has
 * happened already, so that a worker that was fenced out cannot spoil what its successor notes.
 */
export async function holdingRun<T>(db: Db, hold: RunHold, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(db, async (tx) => {
    const [run] = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.id, hold.runId), eq(runs.epoch, hold.epoch)))
      .for('share')
    if (run === undefined || !(await isSeated(tx, hold))) throw new HoldLost(hold)
    return work(tx)
  })
}

async function isSeated(tx: Tx, { seat }: RunHold): Promise<boolean> {
  if (seat === undefined) return true
  const of = { lane: guestLanes.lane }
  const [row] = await tx.select(of).from(guestLanes).where(eq(guestLanes.seat, seat)).for('share')
  return row !== undefined
}

/** The same for one statement, as a condition of it: the epoch cannot change before it commits. See `orLost`. */
export const stillHeld = (hold: RunHold): SQL => sql`exists (${theHold(hold)})`

/**
 * `stillHeld` for what only helps readers and whoever takes over, since the receipts in the target are the truth: the statement's
 * commit does not wait for the disk. A crash of Godwit's own database may take the last ones back, never one that a decision of the
 * run came after: that waits for the disk, and for everything before it.
 */
export const heldLoosely = (hold: RunHold): SQL => sql`${stillHeld(hold)} and ${withoutWaiting}`

/** One row while the run is held: locked, until the statement's commit, against another epoch. */
export const theHold = ({ runId, epoch }: RunHold): SQL =>
  sql`select 1 from ${runs} held where held.id = ${runId} and held.epoch = ${epoch} for share`

/** True, and from here on this transaction's commit does not wait for the disk. */
export const withoutWaiting = sql`set_config('synchronous_commit', 'off', true) = 'off'`

/** For a statement under `stillHeld` that must have changed something. */
export function orLost<T>(hold: RunHold, changed: readonly T[]): void {
  if (changed.length === 0) throw new HoldLost(hold)
}
