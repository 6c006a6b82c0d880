import type pg from 'pg'
import { type Backend, endBackends } from '@/connectors/postgres/backends'
import { raiseFence, writeFenced } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { introspect } from '@/connectors/postgres/introspect'
import { ensureLedger } from '@/connectors/postgres/ledger'
import {
  insertReceiptSql,
  type Receipt,
  readReceipts,
  setAsideEarlierReceipts,
  stepsOfEarlierRuns,
} from '@/connectors/postgres/receipts'
import { claimTargets } from '@/connectors/postgres/target-claims'
import { holdsRows } from '@/connectors/postgres/undo'
import { findEnded } from '@/db/statements/ended-migrations'
import { dismissGuests } from '@/db/statements/guest-lanes'
import { forgetBackends, notedBackends } from '@/db/statements/lane-backends'
import type { Catalog } from '@/domain/catalog/catalog'
import { emptyingStepOf } from '@/domain/plan/emptying'
import type { Plan, PlanStep, PlanTask, TableRef } from '@/domain/plan/plan'
import { writeModeOf } from '@/domain/plan/write-mode'
import { adoptChunks, findAdoptable, inheritBounds } from './adopt-chunks'
import type { RunContext } from './context'
import { PlainFailure } from './failure'
import { openEnd } from './open-end'
import { endClient, type RunSession } from './session'
import { receiptOf } from './steps'
import { undoChunks } from './undo-chunks'

/**
 * Shuts out every earlier holder of the run, and its guests, also those of an earlier tenure under the same epoch: their backends are
 * ended, and the fence is raised. From then on nobody writes but this one and the guests that come anew. Done also where the run is
 * only to be paused or cancelled: those states promise it.
 */
export async function shutOutEarlier(run: RunContext, { client: target, backend }: RunSession): Promise<void> {
  await dismissGuests(run.ports.database.db, run.hold.runId)
  await endEarlierLanes(run, target, backend)
  await ensureLedger(target)
  await raiseFence(target, run.hold, run.record.installationId)
}

/**
 * Claims the tables and answers all receipts of the run: the truth about what is in the target. The first holder of a run also
 * checks that the target is as it was planned, and goes on with what earlier runs of the migration left, or clears it away.
 */
export async function learnTarget(run: RunContext, target: pg.Client): Promise<Receipt[]> {
  const { hold, record } = run
  await claim(run, target)
  const receipts = await readReceipts(target, hold)
  if (receipts.length === 0 && record.chunks.length === 0) await begin(run, target)
  const known = await readReceipts(target, hold)
  // Bounds are stored before a row is read: receipts without any are those of the run before.
  const landed = new Set(known.flatMap((receipt) => (receipt.kind === 'chunk' ? [receipt.task] : [])))
  if (record.chunks.length === 0 && landed.size > 0)
    await inheritBounds(
      run,
      (await findAdoptable(run)).filter(({ task }) => landed.has(task.n)),
    )
  return known
}

async function endEarlierLanes(run: RunContext, target: pg.Client, own: Backend): Promise<void> {
  const { ports, hold, record } = run
  const noted = await notedBackends(ports.database.db, hold)
  const lanes = noted.filter(
    ({ role, side, pid, start }) => role === 'lane' && !(side === 'target' && pid === own.pid && start === own.start),
  )
  const onTarget = lanes.filter(({ side }) => side === 'target')
  const left = await endBackends(target, onTarget, { sleep: ports.sleep })
  if (left.length > 0) ports.log.warn({ left }, 'earlier backends of the target do not end; the fence keeps them out')
  const onSource = lanes.filter(({ side }) => side === 'source')
  if (onSource.length > 0) {
    const source = await openEnd(ports, record.sourceConnectionId, { applicationName: 'godwit takes over' })
    try {
      await endBackends(source, onSource, { sleep: ports.sleep })
    } finally {
      await endClient(source)
    }
  }
  await forgetBackends(ports.database.db, hold, lanes)
}

async function claim({ ports, hold, record, plan }: RunContext, target: pg.Client): Promise<void> {
  const relations = plan.tasks.map((task) => qualified(task.target.schema, task.target.name))
  const { installationId } = record
  const ask = (stale: readonly string[]) => claimTargets(target, hold, { installationId, relations, stale })
  const taken = await ask([])
  if (taken.length === 0) return
  // A migration that ended without its worker could not let go.
  const others = taken.filter((c) => c.installationId === installationId).map((c) => c.migrationId)
  const [first] = await ask(await findEnded(ports.database.db, [...new Set(others)]))
  if (first === undefined) return
  throw new PlainFailure(
    'run',
    `Another migration writes to ${first.relation}: ${first.migrationId}${first.installationId === installationId ? '' : ` of the Godwit installation ${first.installationId}`}.`,
    'Wait until it has ended, or cancel it; then plan again.',
  )
}

/** The first holder of a run. */
async function begin(run: RunContext, target: pg.Client): Promise<void> {
  const { plan, hold } = run
  const catalog = await introspect(target)
  if (catalog.fingerprint !== plan.target.fingerprint)
    throw new PlainFailure(
      'run',
      'The structure of the target has changed since it was planned.',
      'Plan again: the new plan says what there is to do now.',
    )
  const made = await stepsOfEarlierRuns(target, hold)
  const adopted = (await findAdoptable(run)).filter(({ task }) => isThere(catalog, task.target))
  const kept = new Set(adopted.map(({ task }) => task))
  const undone = await undoChunks(run, target, kept)
  const steps = [
    ...stepsToKeep(plan, catalog, new Set(made.filter((identity) => !undone.steps.includes(identity)))),
    // Emptying a table again would take the rows out that this run goes on with.
    ...new Set([...kept].flatMap((task) => emptyingStepOf(plan, task) ?? [])),
  ]
  await writeFenced(target, hold, async () => {
    await setAsideEarlierReceipts(target, hold)
    await adoptChunks(run, target, adopted)
    for (const step of steps) await target.query(insertReceiptSql(hold, receiptOf(step)))
  })
  for (const task of plan.tasks) {
    if (kept.has(task) || !mustBeEmpty(plan, task, steps) || !(await holdsRows(target, task.target))) continue
    throw new PlainFailure(
      'run',
      `${qualified(task.target.schema, task.target.name)} holds rows already.`,
      'Empty it, or leave it out; then plan again.',
    )
  }
}

/** A table that exists and is written in the careful mode, or that nobody empties any more. */
function mustBeEmpty(plan: Plan, task: PlanTask, keptSteps: readonly PlanStep[]): boolean {
  if (task.effect === 'create') return false
  const emptied = emptyingStepOf(plan, task)
  return emptied === undefined ? writeModeOf(task).mode === 'fail-if-not-empty' : keptSteps.includes(emptied)
}

/** Somebody may have dropped what the run before made. */
const isThere = ({ tables }: Catalog, { schema, name }: TableRef) =>
  tables.some((table) => table.schema === schema && table.name === name)

/** Steps that are of no use before the rows of their own run are there. */
const followsRows = ['sequence-value', 'materialized-view-data']

/** What steps of earlier runs made and is still there need not be made again: it gets a receipt of this run. */
function stepsToKeep({ steps }: Plan, { objects }: Catalog, made: ReadonlySet<string>): PlanStep[] {
  const there = new Set(objects.map((object) => object.identity))
  return steps.filter(({ kind, identity }) => made.has(identity) && there.has(identity) && !followsRows.includes(kind))
}
