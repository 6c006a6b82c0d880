import { and, asc, count, desc, eq, gt, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { connections } from '../schema/connections'
import { events } from '../schema/events'
import { migrations } from '../schema/migrations'
import { users } from '../schema/people'
import { invites, projectMembers, projects } from '../schema/projects'
import type { Tx } from '../transaction'
import { granters } from './granters'

/** The projects that a user is in, by name, with the numbers of a card; only `projectId` where it is given. */
export async function readProjects(db: Db | Tx, userId: string, projectId?: string) {
  const mine = await db
    .select({ id: projects.id, name: projects.name, createdAt: projects.createdAt, role: projectMembers.level })
    .from(projectMembers)
    .innerJoin(projects, eq(projects.id, projectMembers.projectId))
    .where(
      and(
        eq(projectMembers.userId, userId),
        isNull(projectMembers.revokedAt),
        projectId === undefined ? undefined : eq(projects.id, projectId),
      ),
    )
    .orderBy(asc(sql`lower(${projects.name})`), asc(projects.id))
  const ids = mine.map((project) => project.id)
  if (ids.length === 0) return []
  const [migrationCounts, connectionCounts, memberCounts, lastResults] = [
    await db
      .select({
        id: migrations.projectId,
        all: count(),
        running: sql<number>`count(*) filter (where ${migrations.state} in ('Running', 'RollingBack'))`.mapWith(Number),
      })
      .from(migrations)
      .where(inArray(migrations.projectId, ids))
      .groupBy(migrations.projectId),
    await db
      .select({ id: connections.projectId, all: count() })
      .from(connections)
      .where(and(inArray(connections.projectId, ids), isNull(connections.deletedAt)))
      .groupBy(connections.projectId),
    await db
      .select({ id: projectMembers.projectId, all: count() })
      .from(projectMembers)
      .where(and(inArray(projectMembers.projectId, ids), isNull(projectMembers.revokedAt)))
      .groupBy(projectMembers.projectId),
    await db
      .selectDistinctOn([migrations.projectId], {
        id: migrations.projectId,
        migrationId: migrations.id,
        name: migrations.name,
        state: migrations.state,
        at: migrations.stateChangedAt,
      })
      .from(migrations)
      .where(
        and(
          inArray(migrations.projectId, ids),
          inArray(migrations.state, ['Completed', 'Failed', 'Cancelled', 'RolledBack']),
        ),
      )
      .orderBy(migrations.projectId, desc(migrations.stateChangedAt)),
  ]
  const of = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
  const [m, c, p, r] = [of(migrationCounts), of(connectionCounts), of(memberCounts), of(lastResults)]
  return mine.map((project) => ({
    ...project,
    migrations: m.get(project.id)?.all ?? 0,
    running: m.get(project.id)?.running ?? 0,
    connections: c.get(project.id)?.all ?? 0,
    members: p.get(project.id)?.all ?? 0,
    lastResult: r.get(project.id) ?? null,
  }))
}

/** The members of a project, strongest first; one of them where `userId` is given. */
export async function readMembers(db: Db | Tx, projectId: string, userId?: string) {
  return db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      kind: users.kind,
      level: projectMembers.level,
      grantedAt: projectMembers.grantedAt,
      grantedBy: granters.name,
    })
    .from(projectMembers)
    .innerJoin(users, eq(users.id, projectMembers.userId))
    .leftJoin(granters, eq(granters.id, projectMembers.grantedById))
    .where(
      and(
        eq(projectMembers.projectId, projectId),
        isNull(projectMembers.revokedAt),
        userId === undefined ? undefined : eq(users.id, userId),
      ),
    )
    .orderBy(
      sql`array_position(array['owner', 'manager', 'operator', 'viewer'], ${projectMembers.level})`,
      asc(users.name),
    )
}

/** Invitations of a project that can still be accepted, newest first. */
export async function readOpenInvites(db: Db | Tx, projectId: string, now: Date) {
  return db
    .select({
      id: invites.id,
      email: invites.email,
      level: invites.level,
      expiresAt: invites.expiresAt,
      invitedBy: users.name,
    })
    .from(invites)
    .innerJoin(users, eq(users.id, invites.invitedById))
    .where(
      and(
        eq(invites.projectId, projectId),
        isNull(invites.acceptedAt),
        isNull(invites.revokedAt),
        gt(invites.expiresAt, now),
      ),
    )
    .orderBy(desc(invites.createdAt))
}

/** What happens inside a run, table by table: its own page tells it, a project's overview would drown in it. */
const inside = [
  'TableCompleted',
  'TableFailed',
  'ChunkRetried',
  'SnapshotTaken',
  'SnapshotReleased',
  'MigrationAccessGranted',
  'MigrationPlanRequested',
]

/** The newest events of all migrations of a project, but for what happens inside a run. */
export async function readActivity(db: Db | Tx, projectId: string, limit: number) {
  return db
    .select({
      migrationId: migrations.id,
      migrationName: migrations.name,
      seq: events.seq,
      at: events.at,
      actor: events.actor,
      type: sql<string>`${events.event} ->> 'type'`,
    })
    .from(events)
    .innerJoin(migrations, eq(migrations.id, events.migrationId))
    .where(and(eq(migrations.projectId, projectId), notInArray(sql`${events.event} ->> 'type'`, inside)))
    .orderBy(desc(events.at), desc(events.seq))
    .limit(limit)
}
