import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { createQueues } from './queue'

/** Any number that no other user of the database is likely to take: the advisory lock of booting. */
const bootLock = 4_190_742_511

/**
 * Brings Godwit's database to this version's schema, queues included. Safe to call from several processes at once: one works, the
 * others wait and then find nothing to do.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connection: { application_name: 'godwit boot' }, onnotice: () => undefined })
  try {
    await client`select pg_advisory_lock(${bootLock})`
    await migrate(drizzle({ client }), { migrationsFolder: migrationsFolder() })
    await createQueues(url)
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** The SQL files lie in db/migrations, wherever the bundle of this file runs from inside the checkout. */
function migrationsFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = [join(folder, 'migrations'), join(folder, 'db', 'migrations')].find((path) =>
      existsSync(join(path, 'meta', '_journal.json')),
    )
    if (found !== undefined) return found
    if (dirname(folder) === folder) throw new Error('db/migrations is not there.')
  }
}
