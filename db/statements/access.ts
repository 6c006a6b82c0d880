import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../client'
import { migrationAccess, migrations } from '../schema/migrations'
import { users } from '../schema/people'
import type { Tx } from '../transaction'
import { granters } from './granters'

/** The grants on one migration that hold. */
export async function readGrants(db: Db | Tx, migrationId: string) {
  return db
    .select({
      id: migrationAccess.id,
      userId: users.id,
      name: users.name,
      accessLevel: migrationAccess.accessLevel,
      grantedAt: migrationAccess.grantedAt,
      grantedBy: granters.name,
    })
    .from(migrationAccess)
    .innerJoin(users, eq(users.id, migrationAccess.userId))
    .leftJoin(granters, eq(granters.id, migrationAccess.grantedById))
    .where(and(eq(migrationAccess.migrationId, migrationId), isNull(migrationAccess.revokedAt)))
    .orderBy(asc(users.name))
}

/** The migrations of a project on which a user holds a grant of their own, in the order in which they are to be locked. */
export async function readGrantedMigrations(db: Db | Tx, projectId: string, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: migrations.id })
    .from(migrationAccess)
    .innerJoin(migrations, eq(migrations.id, migrationAccess.migrationId))
    .where(
      and(eq(migrations.projectId, projectId), eq(migrationAccess.userId, userId), isNull(migrationAccess.revokedAt)),
    )
    .orderBy(asc(migrations.id))
  return rows.map((row) => row.id)
}
