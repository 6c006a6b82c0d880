import { and, eq, isNull, sql } from 'drizzle-orm'
import { type MigrationConfig, migrationConfigSchema } from '@/domain/config/schema'
import type { Intent, MigrationState } from '@/domain/migration/state'
import type { Db } from '../client'
import { migrations } from '../schema/migrations'
import { guestLanes, runs } from '../schema/runs'

/** What a worker looks at while it executes: what is wanted of it, and under which settings. */
export interface Controls {
  readonly state: MigrationState
  readonly intent: Intent
  readonly stateReason: string | null
  readonly epoch: number
  readonly config: MigrationConfig
  /** How often a table or chunk of the open run was to be taken up again. */
  readonly retries: number
  /** Lanes of the open run that other workers work for it. */
  readonly guests: number
  /** Who holds the open run; null: nobody, or it has ended. */
  readonly workerId: string | null
}

/** Reads the controls of a migration, by its primary key. */
export async function readControls(db: Db, migrationId: string): Promise<Controls> {
  const [row] = await db
    .select({
      state: migrations.state,
      intent: migrations.intent,
      stateReason: migrations.stateReason,
      epoch: migrations.epoch,
      config: migrations.config,
      workerId: runs.workerId,
      retries: runs.retries,
      guests: sql<number>`(select count(*) from ${guestLanes} g where g.run_id = ${runs.id}
        and g.epoch = ${migrations.epoch} and g.lease_until > clock_timestamp())::int`,
    })
    .from(migrations)
    .leftJoin(runs, and(eq(runs.migrationId, migrations.id), isNull(runs.endedAt)))
    .where(eq(migrations.id, migrationId))
  if (row === undefined) throw new Error(`Migration ${migrationId} is gone.`)
  // Settings that are newer than the migration have their defaults.
  return { ...row, config: migrationConfigSchema.parse(row.config), retries: row.retries ?? 0 }
}
