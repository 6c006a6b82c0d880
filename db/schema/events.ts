import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { MigrationEvent } from '@/domain/migration/events'
import { moment } from './columns'
import { migrations } from './migrations'

/** What happened, numbered per migration under its row lock: the outbox, and the timeline. */
export const events = pgTable(
  'events',
  {
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    seq: integer().notNull(),
    at: moment('at').notNull().defaultNow(),
    /** Shown in the timeline. */
    actor: text().notNull(),
    event: jsonb().$type<MigrationEvent>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.migrationId, t.seq] })],
)

/** Who did what, written by the same door in the same transaction. Never updated, never deleted. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull().defaultNow(),
    actorKind: text({ enum: ['user', 'token', 'system', 'anonymous'] }).notNull(),
    actorId: text(),
    tokenId: uuid(),
    actorName: text().notNull(),
    channel: text({ enum: ['ui', 'api', 'cli', 'worker'] }).notNull(),
    ip: text(),
    requestId: text(),
    projectId: uuid(),
    migrationId: uuid(),
    /** The newest event of the same decision. */
    eventSeq: integer(),
    action: text().notNull(),
    /** The thing that was changed, where it is not a migration: kind:id. */
    subject: text(),
    reason: text(),
    before: jsonb(),
    after: jsonb(),
  },
  (t) => [index('audit_project').on(t.projectId, t.id), index('audit_migration').on(t.migrationId, t.id)],
)
