import type pg from 'pg'
import { writeFenced } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { insertReceiptSql } from '@/connectors/postgres/receipts'
import { changeStep, changeTask } from '@/db/statements/write-task'
import type { PlanStep } from '@/domain/plan/plan'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { failTask } from './fail-task'
import { note } from './report'
import { applyStep, type StepSessions, stepFailed } from './steps'

/** What of a run did not succeed outside its tables: one sentence each. */
export type StepFailures = string[]

/**
 * Builds on the rows what the plan puts after them, brings the statistics up to date, and counts each table as done. A step that
 * fails ends its table, and the others go on. What is done already, by its receipt, is not done again.
 */
export async function finishTables(
  run: RunContext,
  board: Board,
  sessions: StepSessions,
  done: { readonly steps: ReadonlySet<number>; readonly analyzed: ReadonlySet<number> },
): Promise<StepFailures> {
  const failures: StepFailures = []
  for (const step of run.plan.steps) {
    if (step.phase !== 'after' || done.steps.has(step.n)) continue
    if (run.halt.soft.aborted) return failures
    const task = taskOf(board, step)
    const reason = task?.failure != null ? await skip(run, step, task.failure) : await attempt(run, sessions, step)
    if (reason === null) continue
    if (task === null) failures.push(`${step.identity}: ${reason}`)
    else if (task.failure === null) await failTask(run, board, task, { reason: `${step.identity}: ${reason}` })
  }
  for (const task of board.tasks) {
    if (task.failure !== null || done.analyzed.has(task.plan.n)) continue
    if (run.halt.soft.aborted) return failures
    await analyze(run, sessions.target, task)
  }
  return failures
}

function taskOf(board: Board, { table }: PlanStep): BoardTask | null {
  if (table === null) return null
  const { schema, name } = table
  return board.tasks.find(({ plan }) => plan.source.schema === schema && plan.source.name === name) ?? null
}

/** Null: it is done. */
async function attempt(run: RunContext, sessions: StepSessions, step: PlanStep): Promise<string | null> {
  try {
    await applyStep(run, sessions, step)
    return null
  } catch (error) {
    return stepFailed(run, step, error)
  }
}

async function skip({ ports, hold }: RunContext, step: PlanStep, failure: string): Promise<string> {
  const reason = `Left out, since its table failed: ${failure}`
  await changeStep(ports.database.db, hold, step.n, { state: 'failed', reason })
  return reason
}

/** The planner of the target knows its new rows; the table is done. */
async function analyze(run: RunContext, target: pg.ClientBase, task: BoardTask): Promise<void> {
  const { ports, hold, progress, plan } = run
  const { n, source } = task.plan
  const relation = qualified(task.plan.target.schema, task.plan.target.name)
  const nothing = { bounds: { lower: null, upper: null }, rowsRead: 0n, rowsLanded: 0n, bytes: 0n }
  await writeFenced(target, hold, async () => {
    await target.query(`ANALYZE ${relation}`)
    await target.query(insertReceiptSql(hold, { kind: 'analyze', task: n, chunk: 0, relation, ...nothing }))
  })
  await changeTask(ports.database.db, hold, n, { state: 'done', endedAt: ports.clock.now() })
  const verdict = plan.validateData ? 'equal' : 'counts-equal'
  await note(ports, hold, {
    type: 'TableCompleted',
    data: { table: source, rows: String(task.sourceRows ?? 0n), verdict },
  })
  progress.news()
}
