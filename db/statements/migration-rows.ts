import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { MigrationState } from '@/domain/migration/state'
import type { Db } from '../client'
import { connections } from '../schema/connections'
import { mappingVersions } from '../schema/mappings'
import { acknowledgements, migrations } from '../schema/migrations'
import { users } from '../schema/people'
import { projects } from '../schema/projects'
import { chunks, runs, tasks } from '../schema/runs'
import type { Tx } from '../transaction'

const sources = alias(connections, 'sources')
const targets = alias(connections, 'targets')
const source = {
  connectionId: sources.id,
  name: sources.name,
  endpoint: sources.endpoint,
  environment: sources.environment,
}
const target = {
  connectionId: targets.id,
  name: targets.name,
  endpoint: targets.endpoint,
  environment: targets.environment,
}

function select(db: Db | Tx) {
  return db
    .select({
      migration: migrations,
      projectName: projects.name,
      source,
      target,
      mappingVersion: mappingVersions.version,
      createdBy: users.name,
    })
    .from(migrations)
    .innerJoin(projects, eq(projects.id, migrations.projectId))
    .innerJoin(sources, eq(sources.id, migrations.sourceConnectionId))
    .innerJoin(targets, eq(targets.id, migrations.targetConnectionId))
    .innerJoin(mappingVersions, eq(mappingVersions.id, migrations.mappingVersionId))
    .innerJoin(users, eq(users.id, migrations.createdById))
}
/** A migration with the names that go with it. */
export type MigrationRow = Awaited<ReturnType<typeof readMigrationRows>>[number]

/** Migrations by id, in no order. */
export async function readMigrationRows(db: Db | Tx, ids: readonly string[]) {
  return ids.length === 0 ? [] : select(db).where(inArray(migrations.id, [...ids]))
}

const page = desc(migrations.updatedAt)
const mayMove = inArray(migrations.state, ['Planning', 'Running', 'RollingBack'])

/** A page of a project's migrations, those changed last first (index migrations_project); `after` is the last row of the page before. */
export async function readMigrationPage(
  db: Db | Tx,
  filter: {
    readonly projectId: string
    readonly states: readonly MigrationState[]
    readonly search: string
    readonly after: { readonly updatedAt: Date; readonly id: string } | null
    readonly limit: number
  },
): Promise<MigrationRow[]> {
  const { projectId, states, search, after, limit } = filter
  const conditions: (SQL | undefined)[] = [
    eq(migrations.projectId, projectId),
    states.length === 0 ? undefined : inArray(migrations.state, [...states]),
    search === '' ? undefined : sql`position(lower(${search}) in lower(${migrations.name})) > 0`,
    after === null
      ? undefined
      : or(
          lt(migrations.updatedAt, after.updatedAt),
          and(eq(migrations.updatedAt, after.updatedAt), lt(migrations.id, after.id)),
        ),
  ]
  return select(db)
    .where(and(...conditions))
    .orderBy(page, desc(migrations.id))
    .limit(limit)
}

/** A project's migrations that run now, and those that wait for a person: failed, or paused for a reason of their own. */
export async function readMigrationsOfNote(db: Db | Tx, projectId: string, limit: number): Promise<MigrationRow[]> {
  const waiting = or(
    eq(migrations.state, 'Failed'),
    and(eq(migrations.state, 'Paused'), sql`${migrations.stateReason} is not null`),
  )
  return select(db)
    .where(and(eq(migrations.projectId, projectId), or(mayMove, waiting)))
    .orderBy(page, desc(migrations.id))
    .limit(limit)
}

/** A project's migrations that changed since a moment, and those that may be changing now; all of them where `since` is null. */
export async function readChangedMigrations(
  db: Db | Tx,
  projectId: string,
  since: Date | null,
): Promise<MigrationRow[]> {
  const changed = since === null ? undefined : or(mayMove, sql`${migrations.updatedAt} >= ${since.toISOString()}`)
  return select(db)
    .where(and(eq(migrations.projectId, projectId), changed))
    .orderBy(page)
    .limit(500)
}

/** A migration's newest run. */
export type RunRow = Awaited<ReturnType<typeof readNewestRuns>>[number]

/** The newest run of each migration (index runs_number). */
export async function readNewestRuns(db: Db | Tx, migrationIds: readonly string[]) {
  if (migrationIds.length === 0) return []
  return db
    .selectDistinctOn([runs.migrationId])
    .from(runs)
    .where(inArray(runs.migrationId, [...migrationIds]))
    .orderBy(runs.migrationId, desc(runs.number))
}

/** What a run has moved, and the totals of its tables. */
export interface RunTally {
  readonly landedRows: bigint
  readonly failedRows: bigint
  readonly tables: readonly { readonly counted: bigint | null; readonly estimate: bigint | null }[]
}

/** What runs have moved, by run: sums over chunks (primary key's prefix) and the totals of their tables. */
export async function readRunTallies(db: Db | Tx, runIds: readonly string[]): Promise<Map<string, RunTally>> {
  if (runIds.length === 0) return new Map()
  const moved = await db
    .select({
      runId: chunks.runId,
      landedRows:
        sql<string>`coalesce(sum(${chunks.rows} + ${chunks.replayed}) filter (where ${chunks.state} = 'landed'), 0)`.mapWith(
          BigInt,
        ),
      failedRows: sql<string>`coalesce(sum(${chunks.rejected}) filter (where ${chunks.state} = 'landed'), 0)`.mapWith(
        BigInt,
      ),
    })
    .from(chunks)
    .where(inArray(chunks.runId, [...runIds]))
    .groupBy(chunks.runId)
  const totals = await db
    .select({ runId: tasks.runId, counted: tasks.sourceRows, estimate: tasks.rowEstimate })
    .from(tasks)
    .where(inArray(tasks.runId, [...runIds]))
  const rows = new Map(moved.map((row) => [row.runId, row]))
  return new Map(
    runIds.map((runId) => [
      runId,
      {
        landedRows: rows.get(runId)?.landedRows ?? 0n,
        failedRows: rows.get(runId)?.failedRows ?? 0n,
        tables: totals.filter((table) => table.runId === runId),
      },
    ]),
  )
}

/** Ids of acknowledged findings, by plan. */
export async function readAcknowledged(db: Db | Tx, planIds: readonly string[]): Promise<Map<string, string[]>> {
  if (planIds.length === 0) return new Map()
  const rows = await db
    .select({ planId: acknowledgements.planId, findingId: acknowledgements.findingId })
    .from(acknowledgements)
    .where(inArray(acknowledgements.planId, [...planIds]))
  const byPlan = new Map<string, string[]>()
  for (const { planId, findingId } of rows) byPlan.set(planId, [...(byPlan.get(planId) ?? []), findingId])
  return byPlan
}
