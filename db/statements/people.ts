import { and, eq, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../client'
import { installation, users } from '../schema/people'
import { projectMembers, projects } from '../schema/projects'
import type { Tx } from '../transaction'

/** The id of the person who signs in with this address; null: nobody, or somebody disabled. */
export async function findPerson(db: Db | Tx, email: string): Promise<string | null> {
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), eq(users.kind, 'person'), isNull(users.disabledAt)))
  return row?.id ?? null
}

/** Adds a person; null where the address is taken (index users_email_key). */
export async function insertPerson(
  tx: Tx,
  person: { name: string; email: string; passwordHash: string; isAdmin: boolean; now: Date },
): Promise<string | null> {
  const { now, ...values } = person
  const [row] = await tx
    .insert(users)
    .values({ kind: 'person', ...values, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id })
  return row?.id ?? null
}

/** Locks the installation's row, so that set-up happens once, and answers the hash of the token that is open. */
export async function lockInstallation(tx: Tx): Promise<{ setupTokenHash: string | null } | null> {
  const [row] = await tx
    .select({ setupTokenHash: installation.setupTokenHash })
    .from(installation)
    .where(eq(installation.id, 1))
    .for('update')
  return row ?? null
}

/** Closes set-up. */
export async function clearSetUpToken(tx: Tx): Promise<void> {
  await tx.update(installation).set({ setupTokenHash: null }).where(eq(installation.id, 1))
}

/** Projects in which no person has a role: those that services have made before anybody could sign in. */
export async function readProjectsWithoutPeople(tx: Tx): Promise<string[]> {
  const members = alias(projectMembers, 'members')
  const people = tx
    .select({ one: sql`1` })
    .from(members)
    .innerJoin(users, and(eq(users.id, members.userId), eq(users.kind, 'person')))
    .where(and(eq(members.projectId, projects.id), isNull(members.revokedAt)))
  const rows = await tx.select({ id: projects.id }).from(projects).where(notExists(people))
  return rows.map((row) => row.id)
}
