import { eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { workers } from '../schema/operations'

const now = sql`clock_timestamp()`

/** Makes a worker known, and forgets those that have been silent for a day. */
export async function registerWorker(db: Db, worker: { id: string; host: string; version: string }): Promise<void> {
  await db.insert(workers).values({ ...worker, startedAt: now, heartbeatAt: now })
  await db.delete(workers).where(sql`${workers.heartbeatAt} < ${now} - interval '1 day'`)
}

/** Says that a worker is alive, by the database's clock. */
export async function beat(db: Db, workerId: string): Promise<void> {
  await db.update(workers).set({ heartbeatAt: now }).where(eq(workers.id, workerId))
}

/** Says that a worker has stopped in order. */
export async function markStopped(db: Db, workerId: string): Promise<void> {
  await db.update(workers).set({ stoppedAt: now, heartbeatAt: now }).where(eq(workers.id, workerId))
}
