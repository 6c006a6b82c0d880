import { and, eq, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { MigrationConfig } from '@/domain/config/schema'
import type { MappingContent } from '@/domain/contracts/mapping'
import type { Plan } from '@/domain/plan/plan'
import type { Db } from '../client'
import { connections } from '../schema/connections'
import { mappingVersions } from '../schema/mappings'
import { migrations, plans } from '../schema/migrations'
import { type Tx, transaction } from '../transaction'

/** What a plan is made from, besides the two databases. */
export interface Planning {
  readonly migrationId: string
  readonly mappingVersionId: string
  readonly mapping: MappingContent
  readonly config: MigrationConfig
  readonly source: { readonly connectionId: string; readonly name: string }
  readonly target: { readonly connectionId: string; readonly name: string }
}

/** A migration that is in Planning; null: it is not, or not any more. */
export async function readPlanning(db: Db, migrationId: string): Promise<Planning | null> {
  const [source, target] = [alias(connections, 'source'), alias(connections, 'target')]
  const [row] = await db
    .select({
      migrationId: migrations.id,
      mappingVersionId: migrations.mappingVersionId,
      mapping: mappingVersions.content,
      config: migrations.config,
      source: { connectionId: source.id, name: source.name },
      target: { connectionId: target.id, name: target.name },
    })
    .from(migrations)
    .innerJoin(mappingVersions, eq(mappingVersions.id, migrations.mappingVersionId))
    .innerJoin(source, eq(source.id, migrations.sourceConnectionId))
    .innerJoin(target, eq(target.id, migrations.targetConnectionId))
    .where(and(eq(migrations.id, migrationId), eq(migrations.state, 'Planning')))
  return row ?? null
}

/** Stores a plan, for the decision that follows in the same transaction, and answers its id. */
export async function insertPlan(tx: Tx, plan: { migrationId: string; content: Plan; now: Date }): Promise<string> {
  const { migrationId, content, now } = plan
  const [row] = await tx
    .insert(plans)
    .values({ migrationId, hash: content.hash, content, madeAt: now })
    .returning({ id: plans.id })
  if (row === undefined) throw new Error('The plan was not inserted.')
  return row.id
}

const lockOf = (migrationId: unknown) => sql`hashtextextended('godwit planning ' || ${migrationId}, 0)`

/**
 * Does `work` while holding the right to plan a migration; false: another worker holds it. The right is an advisory lock of a
 * transaction that does nothing else, so that it ends with the process, however that ends.
 */
export async function holdingPlanning(db: Db, migrationId: string, work: () => Promise<void>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lockOf(migrationId)}) as held`,
    )
    if (lock?.held !== true) return false
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    await work()
    return true
  })
}

/** Migrations in Planning that nobody plans and no job is waiting for. Relies on migrations_active. */
export async function findAbandonedPlanning(db: Db): Promise<string[]> {
  return transaction(db, async (tx) => {
    const waiting = tx
      .select({ one: sql`1` })
      .from(sql`pgboss.job`)
      .where(sql`name = 'plan' and state in ('created', 'retry') and data ->> 'migrationId' = ${migrations.id}::text`)
    const found = await tx
      .select({ id: migrations.id })
      .from(migrations)
      .where(and(eq(migrations.state, 'Planning'), notExists(waiting)))
    const abandoned: string[] = []
    for (const { id } of found) {
      const [lock] = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${lockOf(id)}) as free`)
      if (lock?.free === true) abandoned.push(id)
    }
    return abandoned
  })
}
