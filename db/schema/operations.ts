import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment } from './columns'

/** Workers that are or were alive; `heartbeatAt` tells which. */
export const workers = pgTable('workers', {
  id: text().primaryKey(),
  host: text().notNull(),
  version: text().notNull(),
  startedAt: moment('started_at').notNull(),
  heartbeatAt: moment('heartbeat_at').notNull(),
  stoppedAt: moment('stopped_at'),
})

/** Answers of commands that bore an idempotency key; swept after a day. */
export const idempotency = pgTable(
  'idempotency',
  {
    actorId: uuid().notNull(),
    procedure: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the input: the same key with another input is refused. */
    inputHash: text().notNull(),
    output: jsonb().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.actorId, t.procedure, t.key] }), index('idempotency_at').on(t.at)],
)

/** Counters of rate-limited things (sign-ins), by a hash of what is counted; the columns are the limiter's own. */
export const rateLimits = pgTable('rate_limits', {
  key: text().primaryKey(),
  points: integer().notNull(),
  expire: moment('expire'),
})
