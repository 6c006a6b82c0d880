import type { Battlefield } from './battlefield'

/** What was under way at a moment, by what the servers show. */
export interface Sight {
  /** Lanes that are in the middle of a COPY into the target. */
  readonly copying: number
  /** Chunks that have landed so far. */
  readonly receipts: number
  /** When, by the target's clock; null where it did not answer. */
  readonly at: string | null
}

const sightSql = `
  SELECT count(*) FILTER (WHERE query LIKE 'COPY%' AND state IN ('active', 'idle in transaction'))::int AS copying, clock_timestamp()::text AS at
    FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit lane%'`

export async function look({ target, migrationId }: Battlefield): Promise<Sight> {
  const [seen] = await target.ask<{ copying: number; at: string }>(sightSql)
  return { copying: seen?.copying ?? 0, receipts: await receiptsOf(target, migrationId), at: seen?.at ?? null }
}

export async function receiptsOf(target: Battlefield['target'], migrationId: string): Promise<number> {
  const [row] = await target.ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM godwit.receipt WHERE kind = 'chunk' AND migration = $1`,
    [migrationId],
  )
  return row?.n ?? 0
}

/** Process id of the worker that holds the run; null: nobody does. */
export async function holderOf({ own, migrationId }: Battlefield): Promise<number | null> {
  const [row] = await own.ask<{ worker: string | null }>(
    `SELECT worker_id AS worker FROM runs WHERE migration_id = $1 AND ended_at IS NULL AND lease_until IS NOT NULL`,
    [migrationId],
  )
  return pidOf(row?.worker)
}

/** Process id of a worker that copies a chunk for the run's holder; null: nobody does. */
export async function busyGuestOf({ own, migrationId }: Battlefield): Promise<number | null> {
  const [row] = await own.ask<{ worker: string }>(
    `SELECT g.worker_id AS worker FROM guest_lanes g JOIN runs r ON r.id = g.run_id AND r.epoch = g.epoch
      WHERE r.migration_id = $1 AND r.ended_at IS NULL AND g."order" IS NOT NULL AND g.answer IS NULL LIMIT 1`,
    [migrationId],
  )
  return pidOf(row?.worker)
}

/** Workers are called host:pid:random. */
function pidOf(worker: string | null | undefined): number | null {
  const pid = Number(worker?.split(':').at(-2))
  return Number.isInteger(pid) ? pid : null
}

/** The state of the migration, as the database has it. */
export async function stateOf({ own, migrationId }: Battlefield): Promise<{ state: string; epoch: number } | null> {
  const [row] = await own.ask<{ state: string; epoch: number }>('SELECT state, epoch FROM migrations WHERE id = $1', [
    migrationId,
  ])
  return row ?? null
}
