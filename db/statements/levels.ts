import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type AccessLevel, stronger } from '@/domain/access/roles'
import type { Db } from '../client'
import { migrationAccess } from '../schema/migrations'
import { projectMembers } from '../schema/projects'
import type { Tx } from '../transaction'

/** The level that a user holds in a project; null: none (index project_members_one_each). */
export async function readProjectLevel(db: Db | Tx, projectId: string, userId: string): Promise<AccessLevel | null> {
  const levels = await readProjectLevels(db, userId, [projectId])
  return levels.get(projectId) ?? null
}

/** The levels that a user holds in projects, by project id. */
export async function readProjectLevels(
  db: Db | Tx,
  userId: string,
  projectIds: readonly string[],
): Promise<Map<string, AccessLevel>> {
  if (projectIds.length === 0) return new Map()
  const rows = await db
    .select({ id: projectMembers.projectId, level: projectMembers.level })
    .from(projectMembers)
    .where(
      and(
        eq(projectMembers.userId, userId),
        inArray(projectMembers.projectId, [...projectIds]),
        isNull(projectMembers.revokedAt),
      ),
    )
  return new Map(rows.map(({ id, level }) => [id, level]))
}

/** The levels that a user holds on migrations: the stronger of the project role and a grant on the migration. None: not in the map. */
export async function readMigrationLevels(
  db: Db | Tx,
  userId: string,
  migrations: readonly { readonly id: string; readonly projectId: string }[],
): Promise<Map<string, AccessLevel>> {
  if (migrations.length === 0) return new Map()
  const roles = await readProjectLevels(db, userId, [...new Set(migrations.map((m) => m.projectId))])
  const grants = await db
    .select({ id: migrationAccess.migrationId, level: migrationAccess.accessLevel })
    .from(migrationAccess)
    .where(
      and(
        eq(migrationAccess.userId, userId),
        inArray(
          migrationAccess.migrationId,
          migrations.map((m) => m.id),
        ),
        isNull(migrationAccess.revokedAt),
      ),
    )
  const granted = new Map(grants.map(({ id, level }) => [id, level]))
  const held = migrations.map(({ id, projectId }) => {
    const level = stronger(roles.get(projectId) ?? null, granted.get(id) ?? null)
    return [id, level] as const
  })
  return new Map(held.flatMap(([id, level]) => (level === null ? [] : [[id, level] as const])))
}
