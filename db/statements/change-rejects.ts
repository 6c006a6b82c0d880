import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Actor } from '@/domain/access/actor'
import type { AgainChange, RejectChange } from '@/domain/migration/decision'
import { rejects } from '../schema/quarantine'
import { chunks, runs, tasks } from '../schema/runs'
import type { Tx } from '../transaction'

/** Does to the rejects of a run what was decided. Rows that are in the target by now are left as they are. */
export async function applyRejectChange(
  tx: Tx,
  runId: string,
  change: RejectChange,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const decided = { decidedAt: now, decidedById: actor.kind === 'system' ? null : actor.userId }
  const isOfRun = and(eq(rejects.runId, runId), ne(rejects.state, 'replayed'))
  const isOpen = and(isOfRun, eq(rejects.state, 'open'))
  const asked = { requestedAt: now, requestedFix: null, refusal: null, refusalSqlstate: null, refusedAt: null }
  switch (change.kind) {
    case 'accept-all':
      await tx
        .update(rejects)
        .set({ state: 'accepted', requestedAt: null, requestedFix: null, ...decided })
        .where(isOpen)
      return
    case 'skip':
      await tx
        .update(rejects)
        .set({ state: 'skipped', requestedAt: null, requestedFix: null, ...decided })
        .where(and(isOpen, inArray(rejects.id, [...change.ids])))
      return
    case 'retry': {
      const chosen = change.ids === null ? ne(rejects.state, 'skipped') : inArray(rejects.id, [...change.ids])
      await tx.update(rejects).set(asked).where(and(isOfRun, chosen))
      return
    }
    case 'replay':
      await tx
        .update(rejects)
        .set({ ...asked, requestedFix: change.fix })
        .where(and(isOfRun, eq(rejects.id, change.id)))
      return
  }
}

/** Lets a table of a run, or one chunk of it, be taken up again: what it failed of is forgotten, attempts count anew. */
export async function applyAgain(tx: Tx, runId: string, { task, chunk }: AgainChange): Promise<void> {
  await tx
    .update(tasks)
    .set({ state: 'waiting', reason: null, verdict: 'pending', endedAt: null })
    .where(and(eq(tasks.runId, runId), eq(tasks.n, task), eq(tasks.state, 'failed')))
  await tx
    .update(chunks)
    .set({ state: 'pending', attempt: 0, deaths: 0 })
    .where(
      and(
        eq(chunks.runId, runId),
        eq(chunks.task, task),
        chunk === null ? undefined : eq(chunks.n, chunk),
        inArray(chunks.state, ['pending', 'retrying', 'failed']),
      ),
    )
  await tx
    .update(runs)
    .set({ retries: sql`${runs.retries} + 1` })
    .where(eq(runs.id, runId))
}
