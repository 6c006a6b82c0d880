import { createHash } from 'node:crypto'
import { withClient } from '@/testbed/server'
import { finish } from './finish'
import { referenceRows } from './reference-rows'
import { salesRows } from './sales-rows'
import { sizesFor } from './sizes'
import { tables } from './tables'

/** A name for what `fillShop` makes: another one for another content. */
export function shopEdition(rows: number): string {
  return `${rows} rows, edition ${createHash('sha256').update(statements(rows).join()).digest('hex').slice(0, 8)}`
}

/** Fills the empty database behind `url` with the shop: exactly `rows` rows in all, the same wherever it is done. */
export async function fillShop(url: string, rows: number): Promise<void> {
  await withClient(url, async (client) => {
    // Whatever the server's settings are, and whatever the plans: workers may not change the order of rows.
    await client.query("SET timezone = 'UTC'; SET search_path = public; SET max_parallel_workers_per_gather = 0")
    await client.query('BEGIN')
    for (const statement of statements(rows)) await client.query(statement)
    await client.query('COMMIT')
  })
}

function statements(rows: number): string[] {
  const sizes = sizesFor(rows)
  return [tables, ...referenceRows(sizes), ...salesRows(sizes), finish]
}
