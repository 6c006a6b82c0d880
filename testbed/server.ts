import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A login role made for a test. */
export type Role = { name: string; password: string }

/** A PostgreSQL server of the tests, seen by its superuser. */
export type Server = {
  /** Connection URL of the superuser to the database `postgres`. */
  superuserUrl: string
  /** Connection URL of a database, as the superuser or as a role. */
  url(database: string, as?: Role): string
  /** Makes a database and answers its superuser URL. One of another encoding sorts as C does. */
  createDatabase(name: string, options?: { template?: string; owner?: string; encoding?: string }): Promise<string>
  /** Drops a database, ending its sessions; silent where there is none. */
  dropDatabase(name: string): Promise<void>
  /** Makes a login role with a random password; `attributes` is SQL such as `CREATEDB`. */
  createRole(name: string, options?: { password?: string; attributes?: string }): Promise<Role>
}

/** The doings of a superuser on the server behind `superuserUrl`. Each call opens and closes its own connection. */
export function administer(superuserUrl: string): Server {
  const run = (sql: string) => withClient(superuserUrl, (client) => client.query(sql))
  const url = (database: string, as?: Role) => {
    const target = new URL(superuserUrl)
    target.pathname = `/${encodeURIComponent(database)}`
    if (as) {
      target.username = encodeURIComponent(as.name)
      target.password = encodeURIComponent(as.password)
    }
    return target.href
  }
  return {
    superuserUrl,
    url,
    async createDatabase(name, { template, owner, encoding } = {}) {
      // Copying files is quicker than logging every page, the more so with fsync off.
      const from =
        encoding === undefined
          ? template === undefined
            ? ''
            : ` TEMPLATE ${quote(template)} STRATEGY FILE_COPY`
          : ` TEMPLATE template0 ENCODING ${pg.escapeLiteral(encoding)} LOCALE_PROVIDER libc LOCALE 'C'`
      await run(`CREATE DATABASE ${quote(name)}${from}${owner === undefined ? '' : ` OWNER ${quote(owner)}`}`)
      return url(name)
    },
    async dropDatabase(name) {
      await run(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`)
    },
    async createRole(name, { password = randomBytes(12).toString('hex'), attributes = '' } = {}) {
      await run(`CREATE ROLE ${quote(name)} LOGIN PASSWORD ${pg.escapeLiteral(password)} ${attributes}`)
      return { name, password }
    },
  }
}

/** Opens a client for `url`, hands it over and closes it, whatever happens. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // a connection that breaks while idle: the next query says so
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const quote = pg.escapeIdentifier
