import postgres from 'postgres'
import { createTestDatabase, sharedServer } from '@/testbed/test-database'
import { type Database, openDatabase } from '../client'
import { migrateDatabase } from '../migrate'
import { openQueue } from '../queue'

/** A Godwit database of one test file, migrated, with the queue's sender open. */
export interface GodwitDatabase extends Database {
  readonly url: string
  /** Closes what was opened here and drops the database. Throws where a session is left open: a pool leaks. */
  readonly drop: () => Promise<void>
}

const template = 'godwit_template'

/** A fresh Godwit database on the run's shared cluster, copied from a template that the first caller makes. */
export async function godwitDatabase(): Promise<GodwitDatabase> {
  await makeTemplate()
  const made = await createTestDatabase({ template })
  const database = openDatabase({ url: made.url, max: 8, applicationName: 'godwit test' })
  const failures: unknown[] = []
  const queue = await openQueue({ url: made.url, role: 'sender', onError: (cause) => failures.push(cause) })
  return {
    ...database,
    url: made.url,
    async drop() {
      await queue.stop()
      await database.close()
      await made.drop()
      if (failures.length > 0) throw new AggregateError(failures, 'The queue met errors.')
    },
  }
}

/** Test files run in several processes at once: one makes the template, the others wait. */
async function makeTemplate(): Promise<void> {
  const server = sharedServer()
  const admin = postgres(server.superuserUrl, { max: 1, onnotice: () => undefined })
  try {
    await admin`select pg_advisory_lock(hashtext(${template}))`
    const [ready] = await admin`select 1 from pg_database where datname = ${template} and datistemplate`
    if (ready !== undefined) return
    await server.dropDatabase(template)
    await migrateDatabase(await server.createDatabase(template))
    await admin.unsafe(`alter database ${template} is_template true`)
  } finally {
    await admin.end()
  }
}
