import type { Db } from '@/db/client'
import { readConnections } from '@/db/statements/connections'
import { readChangedMigrations } from '@/db/statements/migration-rows'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { toConnectionDto } from '../queries/connection/connection-dto'
import { type MigrationFacts, readMigrationFacts } from '../queries/migration/migration-facts'
import { inOneSnapshot } from './migration-news'

/** What has changed in a project. */
export interface ProjectNews {
  readonly migrations: readonly MigrationFacts[]
  readonly connections: readonly ConnectionDto[]
}

/** A transaction may commit this much later than the moment that it wrote into its rows. */
const overlapMs = 30_000

/** Reads the migrations that changed since a moment (or may be changing now; null: all) and all connections, in one snapshot. */
export async function readProjectNews(db: Db, projectId: string, since: Date | null, now: Date): Promise<ProjectNews> {
  const from = since && new Date(since.getTime() - overlapMs)
  return inOneSnapshot(db, async (tx) => {
    const rows = await readChangedMigrations(tx, projectId, from)
    const connections = await readConnections(tx, { projectId })
    return {
      migrations: await readMigrationFacts(tx, rows, now),
      connections: connections.map(toConnectionDto),
    }
  })
}
