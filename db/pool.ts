import { DrizzleQueryError } from 'drizzle-orm/errors'
import pg from 'pg'
import type postgres from 'postgres'

/** How to reach Godwit's own database, and what its sessions are set to. */
export interface PoolOptions {
  readonly url: string
  readonly max: number
  readonly applicationName: string
  /** Milliseconds after which the server rolls an open transaction of a silent process back. */
  readonly idleInTransactionMs: number
}

/** A pool with the part of postgres.js's interface that drizzle's session uses, and the way to close it. */
export interface Pool {
  readonly client: postgres.Sql
  readonly close: (waitMs: number) => Promise<void>
}

/** Rows of a statement: as objects when it is awaited, as lists of values by `values`. */
interface Pending extends PromiseLike<unknown[]> {
  readonly values: () => Promise<unknown[]>
}

/** A connection in a transaction, or the pool. */
type Queryable = Pick<pg.ClientBase, 'query'>

/** Times, dates and numbers beyond 2⁵³ stay as the server wrote them: drizzle's columns read them. */
const asWritten: readonly number[] = [1082, 1083, 1114, 1184, 1186, 1115, 1182, 1185, 1187, 1231]
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    asWritten.includes(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format as 'text'),
}

const connectMs = 20_000

/**
 * Opens a pool of `pg` for drizzle. postgres.js itself is not used for it: where its connection is cut, a statement may never be
 * answered (its write waits for a timer that was cleared), an error may be thrown out of nowhere, and a moment of refused
 * connections keeps the whole pool away for up to 20 s. Here whatever is asked of a broken connection fails at once.
 */
export function openPool({ url, max, applicationName, idleInTransactionMs }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    options: '-c timezone=UTC',
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 0,
    keepAlive: true,
    types,
  })
  // A connection that breaks while nobody uses it is replaced by the pool; one in use fails what uses it.
  pool.on('error', () => undefined)
  pool.on('connect', (session) => void session.on('error', () => undefined))
  const client = { ...facade(pool), begin: begin(pool), options: { parsers: {}, serializers: {} } }
  return { client: client as unknown as postgres.Sql, close: (waitMs) => endWithin(pool, waitMs) }
}

function facade(session: Queryable): { unsafe: (text: string, values?: unknown[]) => Pending } {
  return {
    unsafe: (text, values = []) => ({
      // biome-ignore lint/suspicious/noThenProperty: postgres.js begins a statement when it is awaited, and drizzle relies on it
      then: (resolve, reject) => ask(session, { text, values, types }).then(resolve, reject),
      values: () => ask(session, { text, values, types, rowMode: 'array' }),
    }),
  }
}

async function ask(session: Queryable, query: pg.QueryConfig & { rowMode?: 'array' }): Promise<unknown[]> {
  const answer = (await session.query(query)) as pg.QueryResult | pg.QueryResult[]
  // Several statements in one text: the last one's rows.
  return (Array.isArray(answer) ? answer.at(-1)?.rows : answer.rows) ?? []
}

type Work<T> = (client: postgres.TransactionSql) => Promise<T>

const begin =
  (pool: pg.Pool) =>
  async <T>(work: Work<T>): Promise<T> => {
    const session = await inWords('connect', pool.connect())
    try {
      await inWords('begin', session.query('begin'))
      const answer = await work(inTransaction(session, 1))
      await inWords('commit', session.query('commit'))
      session.release()
      return answer
    } catch (error) {
      // Whoever cannot roll back is thrown away, and the server rolls back.
      const isBack = await session.query('rollback').then(
        () => true,
        () => false,
      )
      session.release(!isBack)
      throw error
    }
  }

function inTransaction(session: pg.PoolClient, depth: number): postgres.TransactionSql {
  const savepoint = async <T>(work: Work<T>): Promise<T> => {
    const name = `s${depth}`
    await inWords('savepoint', session.query(`savepoint ${name}`))
    try {
      return await work(inTransaction(session, depth + 1))
    } catch (error) {
      await session.query(`rollback to ${name}`)
      throw error
    }
  }
  return { ...facade(session), savepoint } as unknown as postgres.TransactionSql
}

/** What drizzle does for its own statements: whoever sorts errors knows by it that they are of Godwit's own database. */
async function inWords<T>(what: string, doing: Promise<T>): Promise<T> {
  return doing.catch((error: unknown) => {
    throw new DrizzleQueryError(what, [], error instanceof Error ? error : new Error(String(error)))
  })
}

/** Waits for what is under way, and then breaks it off. */
async function endWithin(pool: pg.Pool, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs)
  })
  await Promise.race([pool.end(), late])
  clearTimeout(timer)
}
