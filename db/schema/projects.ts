import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accessLevels } from '@/domain/access/roles'
import { moment } from './columns'
import { users } from './people'

export const projects = pgTable('projects', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  createdById: uuid()
    .notNull()
    .references(() => users.id),
})

/** Roles in a project. A role taken away keeps its row, with `revokedAt`. */
export const projectMembers = pgTable(
  'project_members',
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    level: text({ enum: accessLevels }).notNull(),
    grantedAt: moment('granted_at').notNull().defaultNow(),
    grantedById: uuid().references(() => users.id),
    revokedAt: moment('revoked_at'),
    revokedById: uuid().references(() => users.id),
  },
  (t) => [
    uniqueIndex('project_members_one_each').on(t.projectId, t.userId).where(sql`${t.revokedAt} is null`),
    index('project_members_user').on(t.userId),
  ],
)

/** Invitations of people who have no account yet; the token is stored as a hash. */
export const invites = pgTable(
  'invites',
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id),
    email: text().notNull(),
    level: text({ enum: accessLevels }).notNull(),
    tokenHash: text().notNull(),
    invitedById: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [uniqueIndex('invites_token_key').on(t.tokenHash), index('invites_project').on(t.projectId)],
)
