import { count, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { mappings, mappingVersions } from '../schema/mappings'
import { migrations } from '../schema/migrations'
import { users } from '../schema/people'
import type { Tx } from '../transaction'

/** Mappings with their newest version, by name: of a project, or one by its id. */
export async function readMappings(db: Db | Tx, of: { readonly projectId: string } | { readonly id: string }) {
  const rows = await db
    .selectDistinctOn([mappings.id], {
      id: mappings.id,
      projectId: mappings.projectId,
      name: mappings.name,
      versionId: mappingVersions.id,
      version: mappingVersions.version,
      content: mappingVersions.content,
      createdAt: mappingVersions.createdAt,
      createdBy: users.name,
    })
    .from(mappings)
    .innerJoin(mappingVersions, eq(mappingVersions.mappingId, mappings.id))
    .innerJoin(users, eq(users.id, mappingVersions.createdById))
    .where('id' in of ? eq(mappings.id, of.id) : eq(mappings.projectId, of.projectId))
    .orderBy(mappings.id, desc(mappingVersions.version))
  if (rows.length === 0) return []
  const uses = await db
    .select({ id: migrations.mappingId, migrations: count() })
    .from(migrations)
    .where(
      inArray(
        migrations.mappingId,
        rows.map((row) => row.id),
      ),
    )
    .groupBy(migrations.mappingId)
  const usedBy = new Map(uses.map((use) => [use.id, use.migrations]))
  return rows
    .map((row) => ({ ...row, usedBy: usedBy.get(row.id) ?? 0 }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id))
}

/** The mapping that a migration goes by, in the version that it goes by; null: no such migration. */
export async function readMappingOf(tx: Tx, migrationId: string) {
  const [row] = await tx
    .select({ content: mappingVersions.content })
    .from(migrations)
    .innerJoin(mappingVersions, eq(mappingVersions.id, migrations.mappingVersionId))
    .where(eq(migrations.id, migrationId))
  return row?.content ?? null
}

/** Makes the next version of a migration's mapping and has the migration go by it; other migrations keep theirs. */
export async function goByNextMapping(
  tx: Tx,
  migrationId: string,
  next: { userId: string; content: typeof mappingVersions.$inferInsert.content; now: Date },
): Promise<void> {
  const [row] = await tx
    .select({ mappingId: migrations.mappingId })
    .from(migrations)
    .where(eq(migrations.id, migrationId))
  if (row === undefined) throw new Error(`Migration ${migrationId} is gone.`)
  await lockMapping(tx, row.mappingId)
  const mappingVersionId = await insertMappingVersion(tx, { mappingId: row.mappingId, ...next })
  await tx.update(migrations).set({ mappingVersionId }).where(eq(migrations.id, migrationId))
}

/** Locks a mapping, so that its versions are numbered one after the other. */
export async function lockMapping(tx: Tx, id: string) {
  const [row] = await tx.select().from(mappings).where(eq(mappings.id, id)).for('no key update')
  return row ?? null
}

/** Adds a mapping with its first version. */
export async function insertMapping(
  tx: Tx,
  values: {
    projectId: string
    name: string
    userId: string
    content: typeof mappingVersions.$inferInsert.content
    now: Date
  },
): Promise<{ mappingId: string; versionId: string }> {
  const { projectId, name, userId, content, now } = values
  const [mapping] = await tx
    .insert(mappings)
    .values({ projectId, name, createdById: userId, createdAt: now })
    .returning({ id: mappings.id })
  if (mapping === undefined) throw new Error('The mapping was not inserted.')
  const versionId = await insertMappingVersion(tx, { mappingId: mapping.id, userId, content, now })
  return { mappingId: mapping.id, versionId }
}

/** Adds a mapping's next version; the caller holds its lock, or has just made it. */
export async function insertMappingVersion(
  tx: Tx,
  values: { mappingId: string; userId: string; content: typeof mappingVersions.$inferInsert.content; now: Date },
): Promise<string> {
  const { mappingId, userId, content, now } = values
  const next = tx
    .select({ n: sql<number>`coalesce(max(${mappingVersions.version}), 0) + 1` })
    .from(mappingVersions)
    .where(eq(mappingVersions.mappingId, mappingId))
  const [version] = await tx
    .insert(mappingVersions)
    .values({ mappingId, version: sql`(${next})`, content, createdById: userId, createdAt: now })
    .returning({ id: mappingVersions.id })
  if (version === undefined) throw new Error('The version was not inserted.')
  return version.id
}
