import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { administer, type Role, type Server, withClient } from './server'

/** The environment variable by which a run's shared cluster is known to its test files. */
export const clusterVariable = 'GODWIT_TEST_CLUSTER'

/** A database of one test file. */
export type TestDatabase = {
  name: string
  /** Superuser URL. */
  url: string
  /** The same database as another role. */
  as(role: Role): string
  /** Drops it. Throws where a session is still open after 2 s: a pool that a test forgot to end. */
  drop(): Promise<void>
}

/** The cluster that all test files of this run share (started by vitest-global.ts). */
export function sharedServer(): Server {
  const url = process.env[clusterVariable]
  if (url === undefined) throw new Error(`${clusterVariable} is unset: add testbed/vitest-global.ts to globalSetup`)
  return administer(url)
}

/** Makes a fresh database in the shared cluster, from a template where one is named. */
export async function createTestDatabase({
  template,
  owner,
  encoding,
}: {
  template?: string
  owner?: string
  encoding?: string
} = {}): Promise<TestDatabase> {
  const server = sharedServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  const options = {
    ...(template === undefined ? {} : { template }),
    ...(owner === undefined ? {} : { owner }),
    ...(encoding === undefined ? {} : { encoding }),
  }
  const url = await server.createDatabase(name, options)
  return {
    name,
    url,
    as: (role) => server.url(name, role),
    async drop() {
      const open = await openSessions(server, name)
      await server.dropDatabase(name)
      if (open.length > 0) throw new Error(`${open.length} sessions left open in ${name}: ${open.join(' | ')}`)
    },
  }
}

/** A backend lives some moments longer than its client's socket, so it gets 2 s to go. */
async function openSessions(server: Server, database: string): Promise<string[]> {
  return withClient(server.superuserUrl, async (client) => {
    for (const until = Date.now() + 2000; ; await wait(20)) {
      const { rows } = await client.query<{ what: string }>(
        `SELECT concat_ws(' ', nullif(application_name, ''), state, left(query, 80)) AS what
           FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
        [database],
      )
      if (rows.length === 0 || Date.now() > until) return rows.map((row) => row.what)
    }
  })
}
