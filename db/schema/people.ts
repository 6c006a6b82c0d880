import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { moment } from './columns'

/** People who sign in, and services (the local token's principal) that never do. */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text({ enum: ['person', 'service'] }).notNull(),
    name: text().notNull(),
    /** Lower case; null for a service. */
    email: text(),
    /** argon2id; null for a service. */
    passwordHash: text(),
    isAdmin: boolean().notNull().default(false),
    /** Raised to end every session of this user at once. */
    sessionVersion: integer().notNull().default(1),
    disabledAt: moment('disabled_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('users_email_key').on(t.email),
    check(
      'users_person_signs_in',
      sql`${t.kind} = 'service' or (${t.email} is not null and ${t.passwordHash} is not null)`,
    ),
  ],
)

/** One row for the installation. The set-up token is stored as a hash, and gone once there is an administrator. */
export const installation = pgTable('installation', {
  id: integer().primaryKey().default(1),
  installationId: uuid().notNull().defaultRandom(),
  setupTokenHash: text(),
  /** The public key under which workers seal values of rows for the web process; it opens them for whoever may see them. */
  valueKey: jsonb().$type<{ kty: string; crv: string; x: string; y: string; kid: string }>(),
  createdAt: moment('created_at').notNull().defaultNow(),
})

/** API tokens; the secret is stored as a SHA-256 of its 256 random bits. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    prefix: text().notNull(),
    secretHash: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [uniqueIndex('api_tokens_secret_key').on(t.secretHash), index('api_tokens_user').on(t.userId)],
)
