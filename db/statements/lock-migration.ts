import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { stronger } from '@/domain/access/roles'
import type { MigrationSnapshot } from '@/domain/migration/snapshot'
import type { Finding } from '@/domain/plan/plan'
import type { Db } from '../client'
import { connections } from '../schema/connections'
import { acknowledgements, migrationAccess, migrations, plans } from '../schema/migrations'
import { projectMembers } from '../schema/projects'
import { runs } from '../schema/runs'
import type { Tx } from '../transaction'
import { countRejectsOf } from './rejects'

/**
 * Locks a migration's row until the transaction ends and reads what a decision needs to know, the actor's level included: a grant
 * that was taken away a moment ago no longer counts. `userId` null: a worker's own command, no level. Null: no such migration.
 */
export async function lockMigration(
  tx: Tx,
  migrationId: string,
  userId: string | null,
): Promise<MigrationSnapshot | null> {
  const [locked] = await tx
    .select({ id: migrations.id })
    .from(migrations)
    .where(eq(migrations.id, migrationId))
    .for('update')
  return locked === undefined ? null : readMigrationSnapshot(tx, migrationId, userId)
}

/** The same without the lock: for showing what is allowed, never for deciding. */
export async function readMigrationSnapshot(
  tx: Tx | Db,
  migrationId: string,
  userId: string | null,
): Promise<MigrationSnapshot | null> {
  const [row] = await tx
    .select({ migration: migrations, environment: connections.environment })
    .from(migrations)
    .innerJoin(connections, eq(connections.id, migrations.targetConnectionId))
    .where(eq(migrations.id, migrationId))
  if (row === undefined) return null
  const { migration, environment } = row
  const [plan, run, level] = [
    await readPlan(tx, migration.planId),
    await readRun(tx, migrationId),
    userId === null ? null : await readLevel(tx, migration.projectId, migrationId, userId),
  ]
  return {
    id: migration.id,
    projectId: migration.projectId,
    name: migration.name,
    state: migration.state,
    intent: migration.intent,
    epoch: migration.epoch,
    config: migration.config,
    configVersion: migration.configVersion,
    targetIsProduction: environment === 'prod',
    isRetry: migration.isRetry,
    inReview: migration.inReview,
    plan,
    run,
    rejects: await countRejectsOf(tx, run?.id ?? null),
    lastChange: { by: migration.stateChangedBy, at: migration.stateChangedAt },
    level,
  }
}

async function readPlan(tx: Tx | Db, planId: string | null): Promise<MigrationSnapshot['plan']> {
  if (planId === null) return null
  const [plan] = await tx
    .select({ id: plans.id, hash: plans.hash, findings: sql<Finding[]>`${plans.content} -> 'findings'` })
    .from(plans)
    .where(eq(plans.id, planId))
  if (plan === undefined) return null
  const accepted = await tx
    .select({ id: acknowledgements.findingId })
    .from(acknowledgements)
    .where(eq(acknowledgements.planId, planId))
  return { ...plan, acknowledged: accepted.map((a) => a.id) }
}

async function readRun(tx: Tx | Db, migrationId: string): Promise<MigrationSnapshot['run']> {
  const [run] = await tx
    .select({ id: runs.id, number: runs.number, startedAt: runs.startedAt, endedAt: runs.endedAt })
    .from(runs)
    .where(eq(runs.migrationId, migrationId))
    .orderBy(desc(runs.number))
    .limit(1)
  return run ?? null
}

/** The level that a user holds on a migration: the stronger of the project role and a grant on it. */
async function readLevel(
  tx: Tx | Db,
  projectId: string,
  migrationId: string,
  userId: string,
): Promise<MigrationSnapshot['level']> {
  const [member] = await tx
    .select({ level: projectMembers.level })
    .from(projectMembers)
    .where(
      and(eq(projectMembers.projectId, projectId), eq(projectMembers.userId, userId), isNull(projectMembers.revokedAt)),
    )
  const [grant] = await tx
    .select({ level: migrationAccess.accessLevel })
    .from(migrationAccess)
    .where(
      and(
        eq(migrationAccess.migrationId, migrationId),
        eq(migrationAccess.userId, userId),
        isNull(migrationAccess.revokedAt),
      ),
    )
  return stronger(member?.level ?? null, grant?.level ?? null)
}
