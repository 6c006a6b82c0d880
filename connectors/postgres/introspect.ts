import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Catalog } from '@/domain/catalog/catalog'
import { ChangedWhileReading } from './introspect-errors'
import { type IntrospectOptions, introspectInTransaction } from './read-catalog'

export { introspectInTransaction }

const attempts = 12

/**
 * Reads the structure of the session's database in one REPEATABLE READ READ ONLY transaction of its own. It never waits
 * for a lock while it holds one: it steps back and starts over, for some ten seconds, as it does when an object goes
 * away meanwhile. The client must not be inside a transaction. Throws `ServerTooOld`, `ChangedWhileReading`, or what the
 * server throws; all known to `classifyError`.
 */
export const introspect = async (client: pg.ClientBase, options: IntrospectOptions = {}): Promise<Catalog> => {
  for (let attempt = 1; ; attempt++) {
    const outcome = await readOnce(client, options)
    if ('catalog' in outcome) return outcome.catalog
    const { error } = outcome
    if (!isPassing(error)) throw error
    if (attempt === attempts) throw isLocked(error) ? error : new ChangedWhileReading(error)
    await wait(attempt * 125)
  }
}

const readOnce = async (
  client: pg.ClientBase,
  options: IntrospectOptions,
): Promise<{ catalog: Catalog } | { error: unknown }> => {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const catalog = await introspectInTransaction(client, options)
    await client.query('COMMIT')
    return { catalog }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined) // a broken session: the first error is the one to tell
    return { error }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
const isLocked = (error: unknown): boolean => codeOf(error) === '55P03'

/** What the server says of an object that its snapshot shows and that is gone: no such OID, table, schema, type, function. */
const goneCodes = new Set(['XX000', '42P01', '3F000', '42704', '42883'])
const isPassing = (error: unknown): boolean =>
  error instanceof ChangedWhileReading || isLocked(error) || goneCodes.has(codeOf(error))
