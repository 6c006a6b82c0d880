import type { Db } from '@/db/client'
import { type ConnectionRow, readConnections } from '@/db/statements/connections'
import { readMigrationLevels, readProjectLevel } from '@/db/statements/levels'
import { readMappings } from '@/db/statements/mappings'
import { type MigrationRow, readMigrationRows } from '@/db/statements/migration-rows'
import type { Tx } from '@/db/transaction'
import { can, type PolicyAction } from '@/domain/access/policy'
import type { AccessLevel } from '@/domain/access/roles'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'

/** Who asks, and where to look. In a command `db` is its transaction: the grant counts as it is at that moment. */
interface Asking {
  readonly db: Db | Tx
  readonly userId: string
}

/** The asker's level in a project, where it reaches the action. No level answers `not-found`, as for a project that does not exist. */
export async function allowedInProject(
  { db, userId }: Asking,
  projectId: string,
  action: PolicyAction,
): Promise<Result<AccessLevel, Refusal>> {
  return can(await readProjectLevel(db, projectId, userId), action)
}

/** A thing of a project, and the asker's level on it. */
export interface Held<T> {
  readonly row: T
  readonly level: AccessLevel
}

async function held<T extends { readonly projectId: string }>(
  asking: Asking,
  row: T | undefined,
  action: PolicyAction,
): Promise<Result<Held<T>, Refusal>> {
  const level = row === undefined ? null : await readProjectLevel(asking.db, row.projectId, asking.userId)
  const allowed = can(level, action)
  if (!allowed.ok) return allowed
  if (row === undefined) throw new Error('A level on nothing.')
  return ok({ row, level: allowed.value })
}

/** A connection, for someone who may do `action` with it. */
export async function allowedOnConnection(
  asking: Asking,
  connectionId: string,
  action: PolicyAction,
): Promise<Result<Held<ConnectionRow>, Refusal>> {
  const [row] = await readConnections(asking.db, { id: connectionId })
  return held(asking, row, action)
}

/** A mapping with its newest version, for someone who may do `action` with it. */
export async function allowedOnMapping(asking: Asking, mappingId: string, action: PolicyAction) {
  const [row] = await readMappings(asking.db, { id: mappingId })
  return held(asking, row, action)
}

/** A migration, for someone who may see it by project role or by a grant on it. */
export async function allowedToSeeMigration(
  { db, userId }: Asking,
  migrationId: string,
): Promise<Result<Held<MigrationRow>, Refusal>> {
  const [row] = await readMigrationRows(db, [migrationId])
  const levels = row === undefined ? null : await readMigrationLevels(db, userId, [row.migration])
  const allowed = can(levels?.get(migrationId) ?? null, 'migration.see')
  if (!allowed.ok) return allowed
  if (row === undefined) throw new Error('A level on nothing.')
  return ok({ row, level: allowed.value })
}
