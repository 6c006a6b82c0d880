import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { ProbeStep } from '@/domain/contracts/connection'
import type { Db } from '../client'
import { connections, connectionTests } from '../schema/connections'
import { type Tx, transaction } from '../transaction'
import { wake } from '../wake'

/** Marks a queued test as running; null: it does not exist, or is not waiting any more. */
export async function beginTest(db: Db, testId: string): Promise<{ connectionId: string; projectId: string } | null> {
  return transaction(db, async (tx) => {
    const [test] = await tx
      .update(connectionTests)
      .set({ state: 'running', steps: [] })
      .where(and(eq(connectionTests.id, testId), eq(connectionTests.state, 'queued')))
      .returning({ connectionId: connectionTests.connectionId })
    if (test === undefined) return null
    const projectId = await projectOf(tx, test.connectionId)
    if (projectId === null) return null
    await wake(tx, [{ kind: 'project', id: projectId }])
    return { ...test, projectId }
  })
}

/** Stores how far a test has come; with `ended` also its verdict. */
export async function saveTest(
  db: Db,
  test: { id: string; projectId: string; steps: readonly ProbeStep[]; ended: { passed: boolean; at: Date } | null },
): Promise<void> {
  const { id, projectId, steps, ended } = test
  const verdict = ended === null ? {} : ({ state: ended.passed ? 'passed' : 'failed', finishedAt: ended.at } as const)
  await transaction(db, async (tx) => {
    await tx
      .update(connectionTests)
      .set({ steps: [...steps], ...verdict })
      .where(and(eq(connectionTests.id, id), eq(connectionTests.state, 'running')))
    await wake(tx, [{ kind: 'project', id: projectId }])
  })
}

/** Marks a connection's introspection as running; null: the connection does not exist, or nobody asked. */
export async function beginIntrospection(
  db: Db,
  connectionId: string,
  now: Date,
): Promise<{ projectId: string } | null> {
  return transaction(db, async (tx) => {
    const [row] = await tx
      .update(connections)
      .set({ introspectionState: 'running', updatedAt: now })
      .where(
        and(
          eq(connections.id, connectionId),
          isNull(connections.deletedAt),
          eq(connections.introspectionState, 'queued'),
        ),
      )
      .returning({ projectId: connections.projectId })
    if (row === undefined) return null
    await wake(tx, [{ kind: 'project', id: row.projectId }])
    return row
  })
}

/** Says why a connection's schema could not be read. */
export async function failIntrospection(
  db: Db,
  failure: { connectionId: string; projectId: string; reason: string; fix: string },
): Promise<void> {
  const { connectionId, projectId, reason, fix } = failure
  await transaction(db, async (tx) => {
    await tx
      .update(connections)
      .set({ introspectionState: 'failed', introspectionReason: reason, introspectionFix: fix })
      .where(eq(connections.id, connectionId))
    await wake(tx, [{ kind: 'project', id: projectId }])
  })
}

const lost = { reason: 'The worker stopped before it was done.', fix: 'Try it again.' }

/** Ends tests and introspections that a worker left behind when it died, so that nobody waits for them for ever. */
export async function endLostConnectionJobs(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    const tests = await tx
      .update(connectionTests)
      .set({ state: 'failed', finishedAt: sql`clock_timestamp()` })
      .where(
        and(
          inArray(connectionTests.state, ['queued', 'running']),
          sql`${connectionTests.requestedAt} < clock_timestamp() - interval '2 minutes'`,
        ),
      )
      .returning({ connectionId: connectionTests.connectionId })
    const read = await tx
      .update(connections)
      .set({ introspectionState: 'failed', introspectionReason: lost.reason, introspectionFix: lost.fix })
      .where(
        and(
          inArray(connections.introspectionState, ['queued', 'running']),
          sql`${connections.updatedAt} < clock_timestamp() - interval '10 minutes'`,
        ),
      )
      .returning({ projectId: connections.projectId })
    const projects = new Set(read.map(({ projectId }) => projectId))
    for (const { connectionId } of tests) {
      const projectId = await projectOf(tx, connectionId)
      if (projectId !== null) projects.add(projectId)
    }
    await wake(
      tx,
      [...projects].map((id) => ({ kind: 'project', id })),
    )
  })
}

async function projectOf(tx: Tx, connectionId: string): Promise<string | null> {
  const [row] = await tx
    .select({ projectId: connections.projectId })
    .from(connections)
    .where(eq(connections.id, connectionId))
  return row?.projectId ?? null
}
