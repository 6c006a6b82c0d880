import { and, count, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { QuarantineCounts, RejectGroupKey, RejectState } from '@/domain/contracts/quarantine'
import type { Db } from '../client'
import { users } from '../schema/people'
import { rejects } from '../schema/quarantine'
import type { Tx } from '../transaction'

const none: QuarantineCounts = { open: 0, accepted: 0, skipped: 0, replayed: 0 }

/** How many rows of some runs stand in which state, by run id (index rejects_place). None: not in the map. */
export async function countRejects(db: Db | Tx, runIds: readonly string[]): Promise<Map<string, QuarantineCounts>> {
  if (runIds.length === 0) return new Map()
  const rows = await db
    .select({ runId: rejects.runId, state: rejects.state, rows: count() })
    .from(rejects)
    .where(inArray(rejects.runId, [...runIds]))
    .groupBy(rejects.runId, rejects.state)
  const counts = new Map<string, QuarantineCounts>()
  for (const { runId, state, rows: n } of rows) counts.set(runId, { ...(counts.get(runId) ?? none), [state]: n })
  return counts
}

/** The same for one run. */
export async function countRejectsOf(db: Db | Tx, runId: string | null): Promise<QuarantineCounts> {
  return runId === null ? none : ((await countRejects(db, [runId])).get(runId) ?? none)
}

const mostGroups = 200
const inState = (state: RejectState) => sql<number>`count(*) filter (where ${rejects.state} = ${state})`.mapWith(Number)

/** The rejects of a run, put together by refusal; those seen last first. */
export async function readRejectGroups(db: Db | Tx, runId: string) {
  const r = rejects
  return db
    .select({
      task: r.task,
      sqlstate: r.sqlstate,
      constraint: r.constraintName,
      column: r.columnName,
      message: sql<string>`max(${r.message})`,
      fix: sql<string>`max(${r.fix})`,
      open: inState('open'),
      accepted: inState('accepted'),
      skipped: inState('skipped'),
      replayed: inState('replayed'),
      firstSeenAt: sql<string>`min(${r.seenAt})`.mapWith(r.seenAt),
      lastSeenAt: sql<string>`max(${r.seenAt})`.mapWith(r.seenAt),
    })
    .from(r)
    .where(eq(r.runId, runId))
    .groupBy(r.task, r.sqlstate, r.constraintName, r.columnName)
    .orderBy(sql`max(${r.seenAt}) desc`, r.task, r.sqlstate)
    .limit(mostGroups)
}

/** Where a page of rejects begins, and what is on it. */
export interface RejectFilter {
  readonly runId: string
  readonly group: RejectGroupKey | null
  readonly states: readonly RejectState[]
  readonly after: { readonly seenAt: Date; readonly id: string } | null
  readonly limit: number
}

/** A page of a run's rejects, newest first (index rejects_page). */
export async function readRejectPage(db: Db | Tx, { runId, group, states, after, limit }: RejectFilter) {
  const r = rejects
  const same = (column: typeof r.constraintName | typeof r.columnName, value: string | null) =>
    value === null ? isNull(column) : eq(column, value)
  return db
    .select({ reject: r, decidedBy: users.name })
    .from(r)
    .leftJoin(users, eq(users.id, r.decidedById))
    .where(
      and(
        eq(r.runId, runId),
        states.length === 0 ? undefined : inArray(r.state, [...states]),
        group === null
          ? undefined
          : and(
              eq(r.task, group.task),
              eq(r.sqlstate, group.sqlstate),
              same(r.constraintName, group.constraint),
              same(r.columnName, group.column),
            ),
        after === null
          ? undefined
          : or(lt(r.seenAt, after.seenAt), and(eq(r.seenAt, after.seenAt), lt(r.id, after.id))),
      ),
    )
    .orderBy(desc(r.seenAt), desc(r.id))
    .limit(limit)
}

export type RejectRow = typeof rejects.$inferSelect

/** Rejects of a run by their ids, locked until the transaction ends: what is decided about them is decided once. */
export async function lockRejects(tx: Tx, runId: string, ids: readonly string[]): Promise<RejectRow[]> {
  return tx
    .select()
    .from(rejects)
    .where(and(eq(rejects.runId, runId), inArray(rejects.id, [...ids])))
    .orderBy(rejects.id)
    .for('update')
}
