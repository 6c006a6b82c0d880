import { readMigrationLevels, readProjectLevels } from '@/db/statements/levels'
import { readMigrationRows } from '@/db/statements/migration-rows'
import type { AccessLevel } from '@/domain/access/roles'
import type { Topic } from '@/domain/contracts/live'
import { proveAgain } from '../auth/identify'
import type { Identity } from '../auth/identity'
import type { Services } from '../services'
import { keyOf } from './cursor'

/** A migration, by what its level depends on. */
export interface MigrationPlace {
  readonly id: string
  readonly projectId: string
}

/** What someone may see at this moment: levels by topic key (`migration:…`, `project:…`). Not in the map: nothing. */
export type Levels = ReadonlyMap<string, AccessLevel>

/**
 * The rights of a stream, read anew each time: the session or token must still hold, and so must each grant. Null: the proof is gone,
 * nothing may be seen any more.
 */
export async function readRights(
  services: Pick<Services, 'db' | 'now'>,
  identity: Identity,
  asked: { readonly topics: readonly Topic[]; readonly migrations: readonly MigrationPlace[] },
): Promise<Levels | null> {
  const { db } = services
  const proved = await proveAgain(services, identity)
  if (proved === null) return null
  const { userId } = proved
  const projectIds = asked.topics.filter((topic) => topic.kind === 'project').map((topic) => topic.id)
  const known = new Map(asked.migrations.map((migration) => [migration.id, migration]))
  const unknown = asked.topics.filter(({ kind, id }) => kind === 'migration' && !known.has(id)).map((topic) => topic.id)
  for (const { migration } of await readMigrationRows(db, unknown)) known.set(migration.id, migration)
  const projects = await readProjectLevels(db, userId, projectIds)
  const migrations = await readMigrationLevels(db, userId, [...known.values()])
  return new Map([
    ...[...projects].map(([id, level]) => [keyOf({ kind: 'project', id }), level] as const),
    ...[...migrations].map(([id, level]) => [keyOf({ kind: 'migration', id }), level] as const),
  ])
}
