import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { openPool } from './pool'

/** Godwit's own database: drizzle for ordinary statements. Foreign databases are opened by connectors/ alone. */
export type Db = PostgresJsDatabase

/** An open pool, and the way to close it. */
export interface Database {
  readonly db: Db
  readonly close: () => Promise<void>
}

/** Milliseconds after which an open transaction of a silent process is rolled back. */
export const frozenMs = 5_000

/** Opens a pool on Godwit's database. The client stays inside: nothing but drizzle may use it. */
export function openDatabase(options: { url: string; max?: number; applicationName: string }): Database {
  const { client, close } = openPool({
    url: options.url,
    max: options.max ?? 10,
    applicationName: options.applicationName,
    // A process that is frozen in the middle of a transaction must not hold its row locks: whoever takes over waits for them.
    idleInTransactionMs: frozenMs,
  })
  return { db: drizzle({ client, casing: 'snake_case' }), close: () => close(5_000) }
}
