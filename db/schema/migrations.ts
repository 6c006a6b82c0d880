import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accessLevels } from '@/domain/access/roles'
import type { MigrationConfig } from '@/domain/config/schema'
import { migrationStates } from '@/domain/migration/state'
import type { Plan } from '@/domain/plan/plan'
import { moment } from './columns'
import { connections } from './connections'
import { mappings, mappingVersions } from './mappings'
import { users } from './people'
import { projects } from './projects'

/** A migration. Its state, and everything that depends on it, is changed by apply-decision.ts alone. */
export const migrations = pgTable(
  'migrations',
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    description: text().notNull(),
    sourceConnectionId: uuid()
      .notNull()
      .references(() => connections.id),
    targetConnectionId: uuid()
      .notNull()
      .references(() => connections.id),
    mappingId: uuid()
      .notNull()
      .references(() => mappings.id),
    mappingVersionId: uuid()
      .notNull()
      .references(() => mappingVersions.id),
    state: text({ enum: migrationStates }).notNull(),
    intent: text({ enum: ['none', 'pausing', 'cancelling'] })
      .notNull()
      .default('none'),
    stateReason: text(),
    stateChangedAt: moment('state_changed_at').notNull().defaultNow(),
    stateChangedBy: text().notNull(),
    config: jsonb().$type<MigrationConfig>().notNull(),
    configVersion: integer().notNull().default(1),
    /** The fencing number, monotone over all runs. */
    epoch: integer().notNull().default(0),
    /** Paused since everything but the rows in quarantine is done. */
    inReview: boolean().notNull().default(false),
    /** A retry was asked for: the next run keeps what is proved of the run before. */
    isRetry: boolean().notNull().default(false),
    /** The newest plan. */
    planId: uuid(),
    /** The newest event's number; taken under this row's lock, so numbers are in commit order. */
    lastSeq: integer().notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdById: uuid()
      .notNull()
      .references(() => users.id),
    startedAt: moment('started_at'),
    completedAt: moment('completed_at'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('migrations_project').on(t.projectId, t.updatedAt),
    index('migrations_active').on(t.state).where(sql`${t.state} in ('Planning', 'Running', 'RollingBack')`),
  ],
)

/** RFC 004 MigrationAccess: a grant on one migration. Never deleted. */
export const migrationAccess = pgTable(
  'migration_access',
  {
    id: uuid().primaryKey().defaultRandom(),
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    accessLevel: text({ enum: accessLevels }).notNull(),
    grantedAt: moment('granted_at').notNull().defaultNow(),
    grantedById: uuid().references(() => users.id),
    revokedAt: moment('revoked_at'),
    revokedById: uuid().references(() => users.id),
  },
  (t) => [uniqueIndex('migration_access_one_each').on(t.migrationId, t.userId).where(sql`${t.revokedAt} is null`)],
)

/** Frozen answers to “what exactly will happen”; never changed. */
export const plans = pgTable(
  'plans',
  {
    id: uuid().primaryKey().defaultRandom(),
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    hash: text().notNull(),
    content: jsonb().$type<Plan>().notNull(),
    madeAt: moment('made_at').notNull().defaultNow(),
  },
  (t) => [index('plans_migration').on(t.migrationId, t.madeAt)],
)

/** Who answers for which blocker of a migration, with which reason. `evidence` is the fact that was waived: another one is not. */
export const waivers = pgTable(
  'waivers',
  {
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    findingId: text().notNull(),
    evidence: text().notNull(),
    reason: text().notNull(),
    userId: uuid().references(() => users.id),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.migrationId, t.findingId] })],
)

/** Who accepted which warning of which plan. */
export const acknowledgements = pgTable(
  'acknowledgements',
  {
    planId: uuid()
      .notNull()
      .references(() => plans.id),
    findingId: text().notNull(),
    userId: uuid().references(() => users.id),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.planId, t.findingId] })],
)
