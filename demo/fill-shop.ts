import { withClient } from '@/testbed/server'
import { finish } from './finish'
import { referenceRows } from './reference-rows'
import { salesRows } from './sales-rows'
import { sizesFor } from './sizes'
import { tables } from './tables'

/** Fills the empty database behind `url` with the shop: exactly `rows` rows in all, the same wherever it is done. */
export async function fillShop(url: string, rows: number): Promise<void> {
  const sizes = sizesFor(rows)
  const statements = [tables, ...referenceRows(sizes), ...salesRows(sizes), finish]
  await withClient(url, async (client) => {
    // Whatever the server's settings are, and whatever the plans: workers may not change the order of rows.
    await client.query("SET timezone = 'UTC'; SET search_path = public; SET max_parallel_workers_per_gather = 0")
    await client.query('BEGIN')
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
  })
}
