import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { moment } from './columns'
import { migrations } from './migrations'
import { users } from './people'
import { runs } from './runs'

/**
 * Rows that the target refused. A copy of what the target's ledger says, made again and again; what people decided about them, and what
 * they asked for, stands here alone. The row itself is sealed: only a worker, and the web process for whoever may see values, opens it.
 */
export const rejects = pgTable(
  'rejects',
  {
    id: uuid().primaryKey().defaultRandom(),
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    /** The plan's task number, the chunk in it, and the row's number among the rejects of that chunk. */
    task: integer().notNull(),
    chunk: integer().notNull(),
    n: integer().notNull(),
    /** What names the row in the source: pairs of column and value as text, `ctid` where it has no key. */
    key: jsonb().$type<[string, string][]>().notNull(),
    sqlstate: text().notNull(),
    constraintName: text(),
    columnName: text(),
    /** In plain words, without values. */
    message: text().notNull(),
    fix: text().notNull(),
    /** JWE of the row's columns; null where it is too large to be kept. */
    image: text(),
    state: text({ enum: ['open', 'accepted', 'skipped', 'replayed'] }).notNull(),
    seenAt: moment('seen_at').notNull(),
    decidedAt: moment('decided_at'),
    decidedById: uuid().references(() => users.id),
    /** When somebody asked to bring it into the target; null: nobody waits for that. */
    requestedAt: moment('requested_at'),
    /** JWE of new values for some columns, for the request. */
    requestedFix: text(),
    /** Why the last request was refused. */
    refusal: text(),
    refusalSqlstate: text(),
    refusedAt: moment('refused_at'),
  },
  (t) => [
    uniqueIndex('rejects_place').on(t.runId, t.task, t.chunk, t.n),
    index('rejects_page').on(t.runId, t.seenAt, t.id),
    index('rejects_requested').on(t.migrationId).where(sql`${t.requestedAt} is not null`),
  ],
)
