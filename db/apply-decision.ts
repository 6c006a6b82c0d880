import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Actor, actorName } from '@/domain/access/actor'
import type { Decision, GrantChange, RunChange } from '@/domain/migration/decision'
import type { MigrationEvent } from '@/domain/migration/events'
import type { MigrationSnapshot } from '@/domain/migration/snapshot'
import { enqueue } from './queue'
import { events } from './schema/events'
import { acknowledgements, migrationAccess, migrations } from './schema/migrations'
import { runs } from './schema/runs'
import { applyAgain, applyRejectChange } from './statements/change-rejects'
import { insertAudit } from './statements/insert-audit'
import { goByNextMapping } from './statements/mappings'
import { insertWaivers } from './statements/waivers'
import type { Tx } from './transaction'
import { wake } from './wake'

/**
 * THE DOOR. The only code that changes a migration's state or inserts its events, grants, audit rows and jobs, so that none of them
 * can be forgotten. In the caller's transaction, which must hold the migration's row lock (lockMigration): event numbers are taken
 * under it, and are in commit order therefore. Answers the newest event's number.
 */
export async function applyDecision(
  tx: Tx,
  snapshot: MigrationSnapshot,
  decision: Decision,
  actor: Actor,
  now: Date,
): Promise<{ seq: number }> {
  const changesState = decision.patch.state !== undefined || decision.patch.intent !== undefined
  const [row] = await tx
    .update(migrations)
    .set({
      ...decision.patch,
      ...(changesState ? { stateChangedAt: now, stateChangedBy: actorName(actor) } : {}),
      lastSeq: sql`${migrations.lastSeq} + ${decision.events.length}`,
      ...(isNothing(decision) ? {} : { updatedAt: now }),
    })
    .where(eq(migrations.id, snapshot.id))
    .returning({ lastSeq: migrations.lastSeq })
  if (row === undefined) throw new Error(`Migration ${snapshot.id} is gone.`)
  const seq = row.lastSeq
  if (isNothing(decision)) return { seq }

  if (decision.run !== null) await applyRunChange(tx, snapshot, decision.run, now)
  if (snapshot.run !== null) {
    if (decision.rejects !== null) await applyRejectChange(tx, snapshot.run.id, decision.rejects, { actor, now })
    if (decision.again !== null) await applyAgain(tx, snapshot.run.id, decision.again)
  }
  await insertEvents(tx, snapshot.id, decision.events, seq, actor, now)
  for (const grant of decision.grants) await applyGrant(tx, snapshot.id, grant, actor, now)
  if (decision.acknowledged.length > 0) {
    const userId = actor.kind === 'system' ? null : actor.userId
    await tx
      .insert(acknowledgements)
      .values(decision.acknowledged.map((a) => ({ ...a, userId, at: now })))
      .onConflictDoNothing()
  }
  if (decision.waived.length > 0) {
    const userId = actor.kind === 'system' ? null : actor.userId
    await insertWaivers(tx, snapshot.id, decision.waived, { userId, now })
  }
  if (decision.mapping !== null) {
    if (actor.kind === 'system') throw new Error('A mapping is a person’s choice.')
    await goByNextMapping(tx, snapshot.id, { userId: actor.userId, content: decision.mapping, now })
  }
  if (decision.audit !== null) {
    const place = { projectId: snapshot.projectId, migrationId: snapshot.id, eventSeq: seq, subject: null }
    await insertAudit(tx, actor, decision.audit, place, now)
  }
  for (const job of decision.jobs) await enqueue(tx, job)
  await wake(tx, [
    { kind: 'migration', id: snapshot.id },
    { kind: 'project', id: snapshot.projectId },
  ])
  return { seq }
}

function isNothing(decision: Decision): boolean {
  return (
    decision.events.length === 0 &&
    decision.audit === null &&
    decision.run === null &&
    Object.keys(decision.patch).length === 0
  )
}

async function insertEvents(
  tx: Tx,
  migrationId: string,
  list: readonly MigrationEvent[],
  lastSeq: number,
  actor: Actor,
  now: Date,
) {
  if (list.length === 0) return
  const first = lastSeq - list.length + 1
  await tx
    .insert(events)
    .values(list.map((event, i) => ({ migrationId, seq: first + i, at: now, actor: actorName(actor), event })))
}

async function applyRunChange(tx: Tx, snapshot: MigrationSnapshot, change: RunChange, now: Date): Promise<void> {
  const open = and(eq(runs.migrationId, snapshot.id), isNull(runs.endedAt))
  const moment = sql`${now.toISOString()}::timestamptz`
  // The clock of Running: it stands still while resumed_at is null.
  const stopped = {
    activeMs: sql`${runs.activeMs} + coalesce(extract(epoch from ${moment} - ${runs.resumedAt}) * 1000, 0)::bigint`,
    resumedAt: null,
    lanesActive: 0,
    currentStep: null,
  }
  switch (change.kind) {
    case 'create':
      await tx.insert(runs).values({
        migrationId: snapshot.id,
        number: change.number,
        planId: change.planId,
        epoch: change.epoch,
        isRetry: change.isRetry,
        startedAt: now,
        resumedAt: now,
      })
      return
    case 'raise-epoch': {
      const holder = change.workerId === null ? {} : { workerId: change.workerId }
      await tx
        .update(runs)
        .set({ epoch: change.epoch, ...holder, resumedAt: sql`coalesce(${runs.resumedAt}, ${moment})` })
        .where(open)
      return
    }
    case 'fence':
      // Also of a run that has ended: what is done beside it is done under its name.
      if (snapshot.run !== null) await tx.update(runs).set({ epoch: change.epoch }).where(eq(runs.id, snapshot.run.id))
      return
    case 'release':
      await tx.update(runs).set(stopped).where(open)
      return
    case 'end':
      await tx
        .update(runs)
        .set({
          ...stopped,
          outcome: change.outcome,
          reason: change.reason,
          endedAt: now,
          leaseUntil: null,
          workerId: null,
        })
        .where(open)
      return
  }
}

async function applyGrant(tx: Tx, migrationId: string, grant: GrantChange, actor: Actor, now: Date): Promise<void> {
  const by = actor.kind === 'system' ? null : actor.userId
  await tx
    .update(migrationAccess)
    .set({ revokedAt: now, revokedById: by })
    .where(
      and(
        eq(migrationAccess.migrationId, migrationId),
        eq(migrationAccess.userId, grant.userId),
        isNull(migrationAccess.revokedAt),
      ),
    )
  if (grant.kind === 'grant')
    await tx
      .insert(migrationAccess)
      .values({ migrationId, userId: grant.userId, accessLevel: grant.level, grantedAt: now, grantedById: by })
}
