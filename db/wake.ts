import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Topic } from '@/domain/contracts/live'
import type { Db } from './client'
import type { Tx } from './transaction'

const channel = 'godwit_wake'
const topicPattern = /^(migration|project):([0-9a-f-]{36})$/

/**
 * Says that a topic has changed, once the transaction commits. A hint, never the data: a lost one costs time, not truth.
 * NOTIFY takes an instance-wide lock until commit, so callers coalesce (at most 4 a second for each migration).
 */
export async function wake(tx: Tx | Db, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return
  const calls = topics.map((topic) => sql`pg_notify(${channel}, ${`${topic.kind}:${topic.id}`})`)
  await tx.execute(sql`select ${sql.join(calls, sql`, `)}`)
}

/**
 * Hears wakes on one connection of its own, which connects again by itself. `onReconnect` is called each time it listens (anew):
 * whoever depends on wakes must read everything then, since some may have been missed.
 */
export async function listen(options: {
  url: string
  applicationName: string
  onWake: (topic: Topic) => void
  onReconnect: () => void
}): Promise<{ close: () => Promise<void> }> {
  const client = postgres(options.url, {
    max: 1,
    connection: { application_name: options.applicationName },
    onnotice: () => undefined,
  })
  const heard = (payload: string) => {
    const [, kind, id] = topicPattern.exec(payload) ?? []
    if ((kind === 'migration' || kind === 'project') && id !== undefined) options.onWake({ kind, id })
  }
  await client.listen(channel, heard, options.onReconnect)
  return { close: () => client.end({ timeout: 2 }) }
}
