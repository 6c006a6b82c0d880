import { and, eq, lte, or } from 'drizzle-orm'
import type { Db } from '../client'
import { laneBackends } from '../schema/runs'
import { holdingRun, type RunHold } from './hold-run'

export interface NotedBackend {
  readonly side: 'source' | 'target'
  readonly role: 'lane' | 'keeper'
  readonly pid: number
  readonly start: string
  /** The worker that opened it; null: an earlier version of Godwit did not say. */
  readonly workerId: string | null
}

/** Notes a backend before its first use, so that a later epoch can end it. Throws `HoldLost` where this one has passed already. */
export async function noteBackend(db: Db, hold: RunHold, backend: NotedBackend): Promise<void> {
  const { side, role, pid, start, workerId } = backend
  await holdingRun(db, hold, (tx) =>
    tx
      .insert(laneBackends)
      .values({ runId: hold.runId, epoch: hold.epoch, side, role, pid, backendStart: start, workerId })
      .onConflictDoUpdate({
        target: [laneBackends.runId, laneBackends.side, laneBackends.pid, laneBackends.backendStart],
        set: { epoch: hold.epoch, workerId },
      }),
  )
}

/** The backends that this and earlier holders have noted: whoever begins a tenure has none of them open but those it knows. */
export async function notedBackends(db: Db, hold: RunHold): Promise<NotedBackend[]> {
  return db
    .select({
      side: laneBackends.side,
      role: laneBackends.role,
      pid: laneBackends.pid,
      start: laneBackends.backendStart,
      workerId: laneBackends.workerId,
    })
    .from(laneBackends)
    .where(and(eq(laneBackends.runId, hold.runId), lte(laneBackends.epoch, hold.epoch)))
}

/** Forgets backends that are gone. */
export async function forgetBackends(
  db: Db,
  hold: RunHold,
  gone: readonly Omit<NotedBackend, 'workerId'>[],
): Promise<void> {
  if (gone.length === 0) return
  const isGone = gone.map((b) =>
    and(eq(laneBackends.side, b.side), eq(laneBackends.pid, b.pid), eq(laneBackends.backendStart, b.start)),
  )
  await db.delete(laneBackends).where(and(eq(laneBackends.runId, hold.runId), or(...isGone)))
}
