import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { withDeadline } from './answer-deadline'

/** Godwit's own database: drizzle for ordinary statements. Foreign databases are opened by connectors/ alone. */
export type Db = PostgresJsDatabase

/** An open pool, and the way to close it. */
export interface Database {
  readonly db: Db
  readonly close: () => Promise<void>
}

/** Milliseconds after which an open transaction of a silent process is rolled back. */
export const frozenMs = 5_000

/** Milliseconds after which a statement that was not answered has failed; none of Godwit's own takes nearly so long. */
const answerMs = 30_000

/**
 * Seconds to wait before the pool connects again. The driver counts what all its connections were refused together: with its own
 * backoff, one moment in which a server refuses twenty of them keeps the pool away for up to 20 s, longer than any lease.
 */
const reconnectAfter = (refused: number) => (0.5 + Math.random() / 2) * Math.min(0.02 * 2 ** Math.min(refused, 10), 1)

/**
 * Opens a pool on Godwit's database. drizzle changes the client's JSON and date parsers, so the client stays inside:
 * nothing else may use it.
 */
export function openDatabase(options: { url: string; max?: number; applicationName: string }): Database {
  const client = postgres(options.url, {
    max: options.max ?? 10,
    connection: {
      application_name: options.applicationName,
      timezone: 'UTC',
      // A process that is frozen in the middle of a transaction must not hold its row locks: whoever takes over waits for them.
      idle_in_transaction_session_timeout: frozenMs,
    },
    onnotice: () => undefined,
    backoff: reconnectAfter,
  })
  const answering = withDeadline(client, answerMs)
  return { db: drizzle({ client: answering, casing: 'snake_case' }), close: () => client.end({ timeout: 5 }) }
}
