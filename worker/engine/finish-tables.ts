import { holdingRun } from '@/db/statements/hold-run'
import { finishTasks } from '@/db/statements/write-task'
import type { NotedEvent } from '@/domain/migration/commands'
import type { PlanStep } from '@/domain/plan/plan'
import { analyzeTables } from './analyze-tables'
import type { Board, BoardTask } from './board'
import { breakable } from './breakable'
import type { RunContext } from './context'
import { Crew } from './crew'
import { failTask } from './fail-task'
import { mendStep } from './mend-step'
import { note } from './report'
import { type StepSessions, tryStep, trySteps } from './steps'

/** What of a run did not succeed outside its tables: one sentence each. */
export type StepFailures = string[]

/** Kinds that take long on large tables, and of which neighbours in the plan do not need each other. */
const builds = ['index', 'primary-key', 'unique', 'exclusion']
/** Kinds that take long, or lock several tables, and are done one after the other. */
const slow = ['foreign-key', 'reference-check', 'materialized-view-data', 'sequence-value', 'cluster-mark']
/** What is slow on a table up to this size is not: then many share a transaction, and one flush of the disk. */
const quickBytes = 4 * 1024 * 1024

type Pace = 'together' | 'alone' | 'quick'

function paceOf(board: Board, step: PlanStep): Pace {
  const isBuild = builds.includes(step.kind)
  if (!isBuild && !slow.includes(step.kind)) return 'quick'
  // A sequence that no table owns has no rows to look at.
  if (step.kind === 'sequence-value' && step.table === null) return 'quick'
  const task = taskOf(board, step)
  if (task !== null && Number(task.plan.sizeBytes) <= quickBytes) return 'quick'
  return isBuild ? 'together' : 'alone'
}

/** Neighbours of one pace. */
function groupsOf(board: Board, steps: readonly PlanStep[]): { pace: Pace; steps: PlanStep[] }[] {
  const groups: { pace: Pace; steps: PlanStep[] }[] = []
  for (const step of steps) {
    const pace = paceOf(board, step)
    const last = groups.at(-1)
    if (last?.pace === pace) last.steps.push(step)
    else groups.push({ pace, steps: [step] })
  }
  return groups
}

export interface Finishing {
  readonly run: RunContext
  readonly board: Board
  readonly sessions: StepSessions
  /** What is done already, by its receipt. */
  readonly done: { readonly steps: ReadonlySet<number>; readonly analyzed: ReadonlySet<number> }
}

/**
 * Builds on the rows what the plan puts after them, brings the statistics up to date, and counts each table as done. Several indexes
 * are built side by side. A step that fails ends its table, and the others go on.
 */
export async function finishTables(finishing: Finishing): Promise<StepFailures> {
  const { run, board, done } = finishing
  const failures: StepFailures = []
  const crew = new Crew(run, { side: 'target' })
  try {
    const after = run.plan.steps.filter((step) => step.phase === 'after' && !done.steps.has(step.n))
    const mending = { ...finishing, sessions: mendingWith(finishing) }
    for (const group of groupsOf(board, after)) await applyGroup(mending, crew, group, failures)
    const whole = board.tasks.filter(({ failure }) => failure === null)
    const isEarlier = ({ plan, isAnalyzed }: BoardTask) => done.analyzed.has(plan.n) && !isAnalyzed
    await analyzeAll(
      run,
      crew,
      whole.filter((task) => !isEarlier(task)),
    )
    await finishAgain(run, whole.filter(isEarlier))
    return failures
  } finally {
    await crew.close()
  }
}

/** A step that fails of rows is done without them, by the policy of the settings. */
const mendingWith = ({ run, board, sessions }: Finishing): StepSessions => ({
  ...sessions,
  mend: (at, step, thrown) => mendStep({ ...run, board }, at, { step, task: taskOf(board, step), thrown }),
})

async function applyGroup(
  { run, board, sessions }: Finishing,
  crew: Crew,
  { pace, steps }: { pace: Pace; steps: readonly PlanStep[] },
  failures: StepFailures,
): Promise<void> {
  const onFailed = async (step: PlanStep, why: string) => {
    const task = taskOf(board, step)
    const reason = `${step.identity}: ${why}`
    if (task === null) failures.push(reason)
    else await failTask(run, board, task, { reason })
  }
  const wanted = steps.filter((step) => !isLeftOut(run, taskOf(board, step), step))
  if (pace === 'quick') return trySteps(run, sessions, wanted, onFailed)
  const one = async (session: StepSessions, step: PlanStep) => {
    const reason = await tryStep(run, session, step)
    if (reason !== null) await onFailed(step, reason)
  }
  if (pace === 'together')
    return crew.each(wanted, (session, step) =>
      breakable(run, session, one({ ...sessions, target: session.client }, step)),
    )
  for (const step of wanted) if (!run.halt.soft.aborted) await one(sessions, step)
}

function taskOf(board: Board, { table }: PlanStep): BoardTask | null {
  if (table === null) return null
  const { schema, name } = table
  return board.tasks.find(({ plan }) => plan.source.schema === schema && plan.source.name === name) ?? null
}

/** Nothing is built on a table that failed. */
function isLeftOut({ progress }: RunContext, task: BoardTask | null, { n, identity }: PlanStep): boolean {
  if (task === null || task.failure === null) return false
  const reason = `Left out, since its table failed: ${task.failure}`
  progress.step(identity, { n, state: 'failed', reason, ms: null })
  return true
}

/** Tables that share a transaction and are said to be done in one go: so many, or of so many bytes together. */
const together = { tables: 25, bytes: 32 * 1024 * 1024 }

/** The planner of the target knows its new rows; then the table is done. */
async function analyzeAll(run: RunContext, crew: Crew, tasks: readonly BoardTask[]): Promise<void> {
  const { ports, hold, plan, progress } = run
  const verdict = plan.validateData ? 'equal' : 'counts-equal'
  await crew.each(batchesOf(tasks), async (session, batch) => {
    const left = batch.filter(({ isAnalyzed }) => !isAnalyzed)
    await breakable(run, session, analyzeTables(run, session, left))
    const completed = batch.map((task): NotedEvent => {
      const data = { table: task.plan.source, rows: String(task.sourceRows ?? 0n), verdict }
      return { type: 'TableCompleted', data }
    })
    const done = batch.map(({ plan: { n }, sourceRows, sourceDigest, targetDigest }) => {
      return { n, sourceRows, sourceDigest, targetDigest, verdict } as const
    })
    await note(ports, hold, completed, (tx) => finishTasks(tx, hold, done, ports.clock.now()))
    progress.news()
  })
}

/** Tables that were done before, and have been proved anew since. */
async function finishAgain({ ports, hold, plan }: RunContext, tasks: readonly BoardTask[]): Promise<void> {
  if (tasks.length === 0) return
  const verdict = plan.validateData ? 'equal' : 'counts-equal'
  const done = tasks.map(({ plan: { n }, sourceRows, sourceDigest, targetDigest }) => {
    return { n, sourceRows, sourceDigest, targetDigest, verdict } as const
  })
  await holdingRun(ports.database.db, hold, (tx) => finishTasks(tx, hold, done, ports.clock.now()))
}

function batchesOf(tasks: readonly BoardTask[]): BoardTask[][] {
  const batches: BoardTask[][] = []
  let bytes = 0
  for (const task of tasks) {
    const last = batches.at(-1)
    bytes += Number(task.plan.sizeBytes)
    if (last !== undefined && last.length < together.tables && bytes <= together.bytes) last.push(task)
    else {
      batches.push([task])
      bytes = Number(task.plan.sizeBytes)
    }
  }
  return batches
}
