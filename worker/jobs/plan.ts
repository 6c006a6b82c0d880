import { randomUUID } from 'node:crypto'
import { applyDecision } from '@/db/apply-decision'
import { lockMigration } from '@/db/statements/lock-migration'
import { holdingPlanning, insertPlan, type Planning, readPlanning } from '@/db/statements/planning'
import { insertSnapshot } from '@/db/statements/schema-snapshots'
import { readWaivers } from '@/db/statements/waivers'
import { type Tx, transaction } from '@/db/transaction'
import type { WorkerCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import type { Plan } from '@/domain/plan/plan'
import { planMigration } from '@/domain/plan/plan-migration'
import { err, ok, type Result } from '@/domain/result'
import type { Failure } from '../connection-target'
import { type Gathered, gather, type PlanTiming } from '../plan/gather'
import { hashPlan } from '../plan/plan-hash'
import { type WorkerPorts, workerActor } from '../ports'

/** What a plan job is told, and when it must stop. */
export interface PlanJob {
  readonly migrationId: string
  /** Aborts when the worker is to stop: the migration stays in Planning, and another worker plans it. */
  readonly signal: AbortSignal
}

/**
 * The job `plan`: plans a migration that is in Planning and stores the answer, or why there is none. Reads the two
 * databases and changes nothing there. A second job for the same migration does nothing as long as the first is alive; a
 * plan of a migration that was cancelled meanwhile is dropped.
 */
export async function planJob(
  ports: WorkerPorts,
  { migrationId, signal }: PlanJob,
  timing?: PlanTiming,
): Promise<void> {
  await holdingPlanning(ports.database.db, migrationId, async () => {
    const planning = await readPlanning(ports.database.db, migrationId)
    if (planning === null) return
    const made = await makePlan(ports, planning, signal, timing).catch((error: unknown) =>
      unexpected(ports, planning, error),
    )
    if (signal.aborted) return
    await conclude(ports, planning, made)
  })
}

interface Made {
  readonly plan: Plan
  readonly gathered: Gathered
}

async function makePlan(
  ports: WorkerPorts,
  planning: Planning,
  signal: AbortSignal,
  timing: PlanTiming | undefined,
): Promise<Result<Made, Failure>> {
  const gathered = await gather(ports, planning, signal, timing)
  if (!gathered.ok) return gathered
  const { mappingVersionId, mapping, config } = planning
  const plan = planMigration({
    mappingVersionId,
    mapping,
    config,
    waivers: await readWaivers(ports.database.db, planning.migrationId),
    source: { ...gathered.value.source, connectionId: planning.source.connectionId },
    target: { ...gathered.value.target, connectionId: planning.target.connectionId },
  })
  return ok({ plan: hashPlan(plan), gathered: gathered.value })
}

/** A bug must not leave the migration in Planning, where it would be planned again and again. */
function unexpected({ log }: WorkerPorts, { migrationId }: Planning, error: unknown): Result<Made, Failure> {
  const reference = randomUUID()
  log.error({ err: error, migrationId, reference }, 'planning met an unexpected error')
  const reason = `Planning met an unexpected error (reference ${reference}).`
  return err({ reason, fix: 'Look for the reference in the log of the worker.' })
}

/** Stores what came of it and decides, in one transaction. Where the migration is not in Planning any more, nothing of it stays. */
async function conclude(ports: WorkerPorts, planning: Planning, made: Result<Made, Failure>): Promise<void> {
  const log = ports.log.child({ migrationId: planning.migrationId })
  const now = ports.clock.now()
  const actor = workerActor(ports)
  await transaction(ports.database.db, async (tx) => {
    const snapshot = await lockMigration(tx, planning.migrationId, null)
    if (snapshot?.state !== 'Planning') {
      log.info({ state: snapshot?.state }, 'a plan was dropped: the migration is not in Planning any more')
      return
    }
    const command = made.ok ? await store(tx, planning, made.value, now) : failed(made.error)
    const decided = decide(snapshot, command, actor, now)
    if (!decided.ok) throw new Error(decided.error.message)
    await applyDecision(tx, snapshot, decided.value, actor, now)
  })
  if (made.ok) log.info({ hash: made.value.plan.hash, tables: made.value.plan.tasks.length }, 'planned')
  else log.warn({ reason: made.error.reason }, 'planning failed')
}

const failed = ({ reason, fix }: Failure): WorkerCommand => ({ type: 'planFailed', reason, fix })

async function store(tx: Tx, planning: Planning, { plan, gathered }: Made, now: Date): Promise<WorkerCommand> {
  const { migrationId, source, target } = planning
  await insertSnapshot(tx, { connectionId: source.connectionId, catalog: gathered.source.catalog, now })
  if (target.connectionId !== source.connectionId) {
    await insertSnapshot(tx, { connectionId: target.connectionId, catalog: gathered.target.catalog, now })
  }
  const planId = await insertPlan(tx, { migrationId, content: plan, now })
  const { hash: planHash, tasks, findings } = plan
  return { type: 'planned', planId, planHash, tables: tasks.length, findings }
}
