import type pg from 'pg'

/** Locks that all sessions of a server together may hold. */
export async function readLockSlots(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ slots: string }>(
    `SELECT (current_setting('max_locks_per_transaction')::bigint
             * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint)) AS slots`,
  )
  // At most 2³¹ × 2¹⁹ and in truth far below 2⁵³: what a server has memory for.
  return Number(rows[0]?.slots ?? 0)
}
