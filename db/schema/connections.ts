import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Catalog } from '@/domain/catalog/catalog'
import type { Endpoint, ProbeStep } from '@/domain/contracts/connection'
import { moment } from './columns'
import { users } from './people'
import { projects } from './projects'

export const connections = pgTable(
  'connections',
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    environment: text({ enum: ['dev', 'stage', 'prod'] }).notNull(),
    endpoint: jsonb().$type<Endpoint>().notNull(),
    /** Compact JWE of the password; the web process can seal, only the worker can open (db/secrets.ts). */
    sealedPassword: text().notNull(),
    secretSetAt: moment('secret_set_at').notNull().defaultNow(),
    secretSetById: uuid()
      .notNull()
      .references(() => users.id),
    introspectionState: text({ enum: ['idle', 'queued', 'running', 'failed'] })
      .notNull()
      .default('idle'),
    introspectionReason: text(),
    introspectionFix: text(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdById: uuid()
      .notNull()
      .references(() => users.id),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [index('connections_project').on(t.projectId)],
)

export const connectionTests = pgTable(
  'connection_tests',
  {
    id: uuid().primaryKey().defaultRandom(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id),
    state: text({ enum: ['queued', 'running', 'passed', 'failed'] }).notNull(),
    steps: jsonb().$type<ProbeStep[]>().notNull(),
    requestedAt: moment('requested_at').notNull().defaultNow(),
    requestedById: uuid()
      .notNull()
      .references(() => users.id),
    finishedAt: moment('finished_at'),
  },
  (t) => [index('connection_tests_connection').on(t.connectionId, t.requestedAt)],
)

/** What introspection read, whole. The newest of a connection is the one that counts. */
export const schemaSnapshots = pgTable(
  'schema_snapshots',
  {
    id: uuid().primaryKey().defaultRandom(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id),
    catalog: jsonb().$type<Catalog>().notNull(),
    fingerprint: text().notNull(),
    versionText: text().notNull(),
    tables: integer().notNull(),
    takenAt: moment('taken_at').notNull().defaultNow(),
  },
  (t) => [index('schema_snapshots_connection').on(t.connectionId, t.takenAt)],
)
