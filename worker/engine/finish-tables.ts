import { writeFenced } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { insertReceiptSql, withoutRows } from '@/connectors/postgres/receipts'
import { changeTask } from '@/db/statements/write-task'
import type { NotedEvent } from '@/domain/migration/commands'
import type { PlanStep } from '@/domain/plan/plan'
import type { Board, BoardTask } from './board'
import { breakable } from './breakable'
import type { RunContext } from './context'
import { Crew } from './crew'
import { failTask } from './fail-task'
import { note } from './report'
import type { RunSession } from './session'
import { type StepSessions, tryStep, trySteps } from './steps'

/** What of a run did not succeed outside its tables: one sentence each. */
export type StepFailures = string[]

/** Kinds that take long on large tables, and of which neighbours in the plan do not need each other. */
const builds = ['index', 'primary-key', 'unique', 'exclusion']
/** Kinds that take long, or lock several tables, and are done one after the other. */
const slow = ['foreign-key', 'materialized-view-data', 'sequence-value', 'cluster-mark']

type Pace = 'together' | 'alone' | 'quick'
const paceOf = ({ kind }: PlanStep): Pace =>
  builds.includes(kind) ? 'together' : slow.includes(kind) ? 'alone' : 'quick'

/** Neighbours of one pace. */
function groupsOf(steps: readonly PlanStep[]): { pace: Pace; steps: PlanStep[] }[] {
  const groups: { pace: Pace; steps: PlanStep[] }[] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (last?.pace === paceOf(step)) last.steps.push(step)
    else groups.push({ pace: paceOf(step), steps: [step] })
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
    for (const group of groupsOf(after)) await applyGroup(finishing, crew, group, failures)
    const tasks = board.tasks.filter((task) => task.failure === null && !done.analyzed.has(task.plan.n))
    await analyzeAll(run, crew, tasks)
    return failures
  } finally {
    await crew.close()
  }
}

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

/** Tables that are said to be done in one go. */
const tellTables = 25

/** The planner of the target knows its new rows; then the table is done. */
async function analyzeAll(run: RunContext, crew: Crew, tasks: readonly BoardTask[]): Promise<void> {
  const { ports, hold, plan, progress } = run
  for (let from = 0; from < tasks.length && !run.halt.soft.aborted; from += tellTables) {
    const completed: NotedEvent[] = []
    await crew.each(tasks.slice(from, from + tellTables), async (session, task) => {
      await breakable(run, session, analyze(run, session, task))
      const verdict = plan.validateData ? 'equal' : 'counts-equal'
      const data = { table: task.plan.source, rows: String(task.sourceRows ?? 0n), verdict }
      completed.push({ type: 'TableCompleted', data })
    })
    await note(ports, hold, completed)
    progress.news()
  }
}

async function analyze({ ports, hold }: RunContext, { client }: RunSession, { plan }: BoardTask): Promise<void> {
  const relation = qualified(plan.target.schema, plan.target.name)
  const receipt = insertReceiptSql(hold, { kind: 'analyze', task: plan.n, chunk: 0, relation, ...withoutRows })
  await writeFenced(client, hold, () => client.query(`ANALYZE ${relation}; ${receipt}`))
  await changeTask(ports.database.db, hold, plan.n, { state: 'done', endedAt: ports.clock.now() })
}
