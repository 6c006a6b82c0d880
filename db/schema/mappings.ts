import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { MappingContent } from '@/domain/contracts/mapping'
import { moment } from './columns'
import { users } from './people'
import { projects } from './projects'

export const mappings = pgTable(
  'mappings',
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdById: uuid()
      .notNull()
      .references(() => users.id),
  },
  (t) => [index('mappings_project').on(t.projectId)],
)

/** Versions are never changed: saving a mapping makes the next one. */
export const mappingVersions = pgTable(
  'mapping_versions',
  {
    id: uuid().primaryKey().defaultRandom(),
    mappingId: uuid()
      .notNull()
      .references(() => mappings.id),
    version: integer().notNull(),
    content: jsonb().$type<MappingContent>().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    createdById: uuid()
      .notNull()
      .references(() => users.id),
  },
  (t) => [uniqueIndex('mapping_versions_number').on(t.mappingId, t.version)],
)
