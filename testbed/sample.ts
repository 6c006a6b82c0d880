import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withClient } from './server'

/**
 * Fills an empty database with the sample: a railway in three schemas, some 35 tables and 50,000 rows, the same on
 * every machine, with one of nearly everything PostgreSQL has. It contains a large object, which no table holds.
 */
export async function createSample(url: string): Promise<void> {
  const folder = join(import.meta.dirname, 'railway')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  await withClient(url, async (client) => {
    await client.query("SET timezone = 'UTC'; SET search_path = public; SET client_min_messages = warning")
    for (const file of files) await client.query(await readFile(join(folder, file), 'utf8'))
  })
}
