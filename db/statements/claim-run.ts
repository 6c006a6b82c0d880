import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { runs } from '../schema/runs'
import type { Tx } from '../transaction'

/** The newest run, as far as a worker has to know before it takes it. Times are the database's. */
export interface OpenRun {
  readonly runId: string
  readonly number: number
  readonly epoch: number
  /** Who held it last; null: nobody yet. */
  readonly workerId: string | null
  /** Somebody's lease is still good. */
  readonly isHeld: boolean
  /** Milliseconds since its holder was last heard of; 0 where it let go in order. */
  readonly silentMs: number
}

/** The run of a migration that has not ended, locked until the transaction ends; the caller holds the migration's row lock. */
export async function lockOpenRun(tx: Tx, migrationId: string, leaseMs: number): Promise<OpenRun | null> {
  const [run] = await tx
    .select({
      runId: runs.id,
      number: runs.number,
      epoch: runs.epoch,
      workerId: runs.workerId,
      isHeld: sql<boolean>`coalesce(${runs.leaseUntil} > clock_timestamp(), false)`,
      silentMs: sql<number>`coalesce(greatest(0, ${leaseMs} + extract(epoch from
        clock_timestamp() - greatest(${runs.leaseUntil}, ${runs.resumedAt})) * 1000), 0)::int`,
    })
    .from(runs)
    .where(and(eq(runs.migrationId, migrationId), isNull(runs.endedAt)))
    .for('update')
  return run ?? null
}

const leaseEnd = (leaseMs: number) => sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`

/** Takes the lease, in the transaction that has locked the run and found it free. */
export async function takeLease(tx: Tx, lease: { runId: string; workerId: string; leaseMs: number }): Promise<void> {
  await tx
    .update(runs)
    .set({ workerId: lease.workerId, leaseUntil: leaseEnd(lease.leaseMs) })
    .where(eq(runs.id, lease.runId))
}

/** Renews the lease. False: the run has ended, or another worker has taken it. */
export async function renewLease(
  db: Db,
  lease: { runId: string; workerId: string; leaseMs: number },
): Promise<boolean> {
  const renewed = await db
    .update(runs)
    .set({ leaseUntil: leaseEnd(lease.leaseMs) })
    .where(and(eq(runs.id, lease.runId), eq(runs.workerId, lease.workerId), isNull(runs.endedAt)))
    .returning({ id: runs.id })
  return renewed.length > 0
}

/** Lets go of the lease in order; who held the run stays on record, so that the next holder raises the epoch. */
export async function releaseLease(db: Db, lease: { runId: string; workerId: string }): Promise<void> {
  await db
    .update(runs)
    .set({ leaseUntil: null, lanesActive: 0 })
    .where(and(eq(runs.id, lease.runId), eq(runs.workerId, lease.workerId)))
}
