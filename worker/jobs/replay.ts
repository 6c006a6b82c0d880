import type pg from 'pg'
import { raiseFence } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { ensureLedger } from '@/connectors/postgres/ledger'
import { readRejects } from '@/connectors/postgres/rejects'
import { claimTargets, releaseTargets } from '@/connectors/postgres/target-claims'
import { applyDecision } from '@/db/apply-decision'
import { HoldLost, type RunHold } from '@/db/statements/hold-run'
import { lockMigration } from '@/db/statements/lock-migration'
import { type RunRecord, readRun } from '@/db/statements/read-run'
import { readRequested, settleRefused } from '@/db/statements/requested-rejects'
import { syncRejects } from '@/db/statements/sync-rejects'
import { transaction } from '@/db/transaction'
import { wake } from '@/db/wake'
import { decide } from '@/domain/migration/decide'
import { inWords, judge } from '../engine/failure'
import { openEnd } from '../engine/open-end'
import { replayRequested } from '../engine/replay-requested'
import { endClient } from '../engine/session'
import { type WorkerPorts, workerActor } from '../ports'

/** What a replay job is told, and when it must stop. */
export interface ReplayJob {
  readonly migrationId: string
  readonly signal: AbortSignal
}

/**
 * The job `replay`: brings rows from quarantine into the target, as somebody asked, of a migration that does not run. It writes under an
 * epoch of its own: whoever wrote before is shut out, and it is shut out by whoever resumes meanwhile. Does nothing where nobody asks.
 */
export async function replayJob(ports: WorkerPorts, { migrationId, signal }: ReplayJob): Promise<void> {
  if (signal.aborted) return
  const hold = await beginReplay(ports, migrationId)
  if (hold === null) return
  try {
    await replay(ports, hold)
  } catch (thrown) {
    const verdict = judge(thrown)
    if (verdict.kind === 'lost' || thrown instanceof HoldLost) return
    if (verdict.kind === 'own') throw thrown
    ports.log.warn({ err: thrown, migrationId }, 'a replay broke off')
    const reason =
      verdict.kind === 'failure'
        ? `${inWords(verdict.error)} ${verdict.error.fix}`
        : 'It was broken off. Ask for it again.'
    await refuseAll(ports, hold, reason)
  }
}

/** Takes an epoch of its own, where something is asked for and nobody runs. */
async function beginReplay(ports: WorkerPorts, migrationId: string): Promise<RunHold | null> {
  return transaction(ports.database.db, async (tx) => {
    const snapshot = await lockMigration(tx, migrationId, null)
    const runId = snapshot?.run?.id
    if (snapshot === null || runId === undefined) return null
    if ((await readRequested(tx, migrationId, runId)).length === 0) return null
    const [actor, now] = [workerActor(ports), ports.clock.now()]
    const decided = decide(snapshot, { type: 'beginActivity', activity: 'replay' }, actor, now)
    if (!decided.ok) return null
    await applyDecision(tx, snapshot, decided.value, actor, now)
    return { migrationId, runId, epoch: snapshot.epoch + 1 }
  })
}

async function replay(ports: WorkerPorts, hold: RunHold): Promise<void> {
  const { db } = ports.database
  const record = await readRun(db, hold)
  const target = await openEnd(ports, record.targetConnectionId, { applicationName: 'godwit replay' })
  try {
    await ensureLedger(target)
    await raiseFence(target, hold, record.installationId)
    const other = await claim(hold, record, target)
    if (other !== null)
      return await refuseAll(ports, hold, `Another migration writes to ${other}. Wait until it has ended.`)
    try {
      const { plan } = record
      await replayRequested({ ports, hold, plan }, target)
      await syncRejects(db, hold, await readRejects(target, hold))
    } finally {
      if (record.isEnded) await releaseTargets(target, hold.migrationId)
    }
  } finally {
    await endClient(target)
  }
}

/** A run that has ended has let go of its tables; null: they are this migration's (again). */
async function claim(hold: RunHold, { plan, installationId }: RunRecord, target: pg.Client): Promise<string | null> {
  const relations = plan.tasks.map((task) => qualified(task.target.schema, task.target.name))
  const [other] = await claimTargets(target, hold, { installationId, relations, stale: [] })
  return other?.relation ?? null
}

/** Every request is answered, so that nobody waits for what will not come. */
async function refuseAll(ports: WorkerPorts, hold: RunHold, reason: string): Promise<void> {
  const now = ports.clock.now()
  await transaction(ports.database.db, async (tx) => {
    for (const { id } of await readRequested(tx, hold.migrationId, hold.runId))
      await settleRefused(tx, id, { reason, sqlstate: null, now })
    await wake(tx, [{ kind: 'migration', id: hold.migrationId }])
  })
}
