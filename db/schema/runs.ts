import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { count, moment } from './columns'
import { migrations, plans } from './migrations'

/** One execution of a migration. A worker holds it by a lease; who holds it may write under `epoch`. */
export const runs = pgTable(
  'runs',
  {
    id: uuid().primaryKey().defaultRandom(),
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    number: integer().notNull(),
    planId: uuid()
      .notNull()
      .references(() => plans.id),
    epoch: integer().notNull(),
    workerId: text(),
    leaseUntil: moment('lease_until'),
    /** The exported snapshot that every row of this run comes from; a new one only together with starting all tables again. */
    snapshotName: text(),
    snapshotLsn: text(),
    snapshotTakenAt: moment('snapshot_taken_at'),
    /** Milliseconds spent Running before `resumedAt`. */
    activeMs: bigint({ mode: 'number' }).notNull().default(0),
    resumedAt: moment('resumed_at'),
    /** This run is a retry: it may keep chunks of the run before that are proved to be unchanged. */
    isRetry: boolean().notNull().default(false),
    /** Raised when a table or chunk is to be taken up again while the run goes on. */
    retries: integer().notNull().default(0),
    lanesActive: integer().notNull().default(0),
    currentStep: text(),
    outcome: text({ enum: ['completed', 'failed', 'cancelled'] }),
    reason: text(),
    startedAt: moment('started_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    uniqueIndex('runs_number').on(t.migrationId, t.number),
    uniqueIndex('runs_one_open').on(t.migrationId).where(sql`${t.endedAt} is null`),
  ],
)

/** One source table to one target table, in one run. `n` is its place in the plan. */
export const tasks = pgTable(
  'tasks',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    n: integer().notNull(),
    state: text({ enum: ['waiting', 'copying', 'finishing', 'done', 'failed'] }).notNull(),
    reason: text(),
    rowEstimate: count('row_estimate'),
    /** count(*) of the source under the run's snapshot. */
    sourceRows: count('source_rows'),
    /** The upper bound up to which chunks have been cut: the last chunk's; null at first and after the last. */
    cutAll: boolean().notNull().default(false),
    sourceDigest: text(),
    targetDigest: text(),
    verdict: text({ enum: ['pending', 'not-checked', 'counts-equal', 'equal', 'different'] })
      .notNull()
      .default('pending'),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [primaryKey({ columns: [t.runId, t.n] })],
)

/** A key range of a task. Its bounds are stored before it is read and never change. `done` here is a hint: the target's receipt is the truth. */
export const chunks = pgTable(
  'chunks',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    task: integer().notNull(),
    n: integer().notNull(),
    /** Exclusive lower and inclusive upper bound, each a list of the key's values as text; null is −∞ or +∞. */
    lower: jsonb().$type<string[]>(),
    upper: jsonb().$type<string[]>(),
    state: text({ enum: ['pending', 'running', 'retrying', 'landed', 'failed'] }).notNull(),
    attempt: integer().notNull().default(0),
    lane: integer(),
    rows: count('rows'),
    /** Rows of it that are in quarantine. */
    rejected: integer().notNull().default(0),
    /** Rows of it that came out of quarantine again: they are in the target beside `rows`. */
    replayed: integer().notNull().default(0),
    /** How often a worker died or was frozen while it copied this chunk. */
    deaths: integer().notNull().default(0),
    bytes: count('bytes'),
    ms: integer(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.task, t.n] }),
    index('chunks_open').on(t.runId).where(sql`${t.state} <> 'landed'`),
  ],
)

/** DDL around the rows, as the plan numbers it. */
export const steps = pgTable(
  'steps',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    n: integer().notNull(),
    state: text({ enum: ['waiting', 'running', 'done', 'failed'] }).notNull(),
    reason: text(),
    ms: integer(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.n] })],
)

/** Backends that lanes have opened, noted before first use, so that a later epoch can end them. */
export const laneBackends = pgTable(
  'lane_backends',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    epoch: integer().notNull(),
    side: text({ enum: ['source', 'target'] }).notNull(),
    /** A lane reads or writes; the keeper only holds the run's snapshot. */
    role: text({ enum: ['lane', 'keeper'] })
      .notNull()
      .default('lane'),
    pid: integer().notNull(),
    backendStart: text().notNull(),
    /** Who opened it: a run's holder, or a guest of its. */
    workerId: text(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.side, t.pid, t.backendStart] })],
)

/** The same error of the same table, counted (RFC 004 MigrationError). */
export const migrationErrors = pgTable(
  'migration_errors',
  {
    id: uuid().primaryKey().defaultRandom(),
    migrationId: uuid()
      .notNull()
      .references(() => migrations.id),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    /** The plan's task number; −1 for errors that belong to none. */
    task: integer().notNull(),
    class: text({ enum: ['row', 'transient', 'wait', 'table', 'run'] }).notNull(),
    /** Empty for errors without one (a socket's). */
    sqlstate: text().notNull(),
    message: text().notNull(),
    fix: text(),
    count: integer().notNull().default(1),
    firstSeenAt: moment('first_seen_at').notNull().defaultNow(),
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('migration_errors_group').on(t.runId, t.task, t.class, t.sqlstate, t.message),
    index('migration_errors_migration').on(t.migrationId, t.lastSeenAt),
  ],
)

/** Throughput, a point a second at most, for the chart. Rows and bytes since the point before. */
export const samples = pgTable(
  'samples',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    at: moment('at').notNull(),
    rows: count('rows').notNull(),
    bytes: count('bytes').notNull(),
    ms: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.at] })],
)

/**
 * A lane of a run that another worker than its holder works for, as long as its lease is good. The holder writes an order, the guest its
 * answer, under the order's id, so that none is taken for another.
 */
export const guestLanes = pgTable(
  'guest_lanes',
  {
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    lane: integer().notNull(),
    /** Another for everybody who takes the lane, and each time: a guest that was shut out is not taken for one that came back. */
    seat: uuid().notNull().defaultRandom(),
    epoch: integer().notNull(),
    workerId: text().notNull(),
    leaseUntil: moment('lease_until').notNull(),
    order: jsonb().$type<GuestOrder>(),
    answer: jsonb().$type<GuestAnswer>(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.lane] })],
)

/** One chunk to be copied, and what the guest has to know to read what the holder reads, and as it does. */
export interface GuestOrder {
  readonly id: string
  readonly task: number
  readonly chunk: number
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
  readonly snapshot: string
  readonly digestVersion: 'v1' | 'v1t'
  readonly targetStartedAt: string
}

/** `landed` null: it did not land, as far as the guest knows; the receipt tells. Counts are digits. */
export interface GuestAnswer {
  readonly id: string
  readonly landed: { readonly rows: string; readonly bytes: string; readonly sourceDigest: string | null } | null
}
