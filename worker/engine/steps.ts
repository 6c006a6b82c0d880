import type pg from 'pg'
import { type Emptying, emptyTables } from '@/connectors/postgres/empty-tables'
import { writeFenced } from '@/connectors/postgres/fence'
import { insertReceiptSql, type NewReceipt, withoutRows } from '@/connectors/postgres/receipts'
import { carrySequences } from '@/connectors/postgres/sequence-value'
import { emptying } from '@/domain/plan/emptying'
import type { Plan, PlanStep, TableRef } from '@/domain/plan/plan'
import { referenceCheck } from '@/domain/plan/reference-checks'
import { sameTable } from '@/domain/plan/table-name'
import { checkReferences } from './check-references'
import type { RunContext } from './context'
import { inWords, judge, PlainFailure, Stopped } from './failure'
import { note } from './report'

/** Steps belong to no task; their receipts bear this number. */
const stepTask = -1
const sequenceValue = 'sequence-value'
/** Steps that share a transaction where nothing takes long. */
const batchSteps = 50

const sequenceOf = ({ identity }: PlanStep) => identity.slice(sequenceValue.length + 1)

export interface StepSessions {
  /** Of the target, outside a transaction. */
  readonly target: pg.ClientBase
  /** Of the source, for the positions of sequences. */
  readonly source: () => Promise<pg.ClientBase>
  /** Tries to do a step that failed of rows without them; false: it cannot. */
  readonly mend?: (sessions: StepSessions, step: PlanStep, thrown: unknown) => Promise<boolean>
}

export const receiptOf = (step: PlanStep): NewReceipt => ({
  kind: 'step',
  task: stepTask,
  chunk: step.n,
  relation: step.identity,
  ...withoutRows,
})

/**
 * Applies steps in one durable transaction of the target, each with its receipt: all or none. What PostgreSQL cannot take back
 * (setval) only ever moves forwards, so that a second time does no harm.
 */
export async function applySteps(run: RunContext, sessions: StepSessions, steps: readonly PlanStep[]): Promise<void> {
  const { hold, ports, progress } = run
  const [first] = steps
  if (first === undefined) return
  const startedMs = ports.clock.elapsedMs()
  for (const step of steps) progress.step(first.identity, { n: step.n, state: 'running', reason: null, ms: null })
  const sequences = steps.filter((step) => step.kind === sequenceValue).map(sequenceOf)
  const source = sequences.length > 0 ? await sessions.source() : null
  await writeFenced(sessions.target, hold, async () => {
    // Statements travel together, up to where something has to be asked in between.
    let sql: string[] = []
    const send = async () => {
      if (sql.length > 0) await sessions.target.query(sql.join('\n;\n'))
      sql = []
    }
    for (const step of steps) {
      if (step.kind === emptying) {
        await send()
        await emptyTables(sessions.target, hold, emptyingOf(run.plan, step))
      } else if (step.kind === referenceCheck) {
        await send()
        await checkReferences(run, sessions.target, step)
      } else if (step.kind !== sequenceValue) sql.push(...step.sql)
      sql.push(insertReceiptSql(hold, receiptOf(step)))
    }
    await send()
    if (source !== null) await carrySequences(source, sessions.target, sequences)
  })
  const ms = Math.round((ports.clock.elapsedMs() - startedMs) / steps.length)
  for (const step of steps) progress.step(step.identity, { n: step.n, state: 'done', reason: null, ms })
}

function emptyingOf({ tasks, enableRollback }: Plan, { n, sql, tables = [] }: PlanStep): Emptying {
  const isSilent = (table: TableRef) =>
    tasks.some(({ target, triggers }) => triggers === 'replica' && sameTable(target, table))
  return { tables, sql, step: n, keep: enableRollback !== false, silent: tables.every(isSilent) }
}

/** A step that did not succeed, for good: recorded, and answered as a sentence. What a retry may mend is thrown on. */
export async function stepFailed(run: RunContext, step: PlanStep, thrown: unknown): Promise<string> {
  if (run.halt.hard.aborted) throw new Stopped('The run halts while a step is applied.')
  const verdict = judge(thrown)
  if (verdict.kind !== 'failure') throw thrown
  const { error } = verdict
  if (error.class === 'transient' || error.class === 'wait') throw thrown
  const { hold, ports, progress } = run
  const reason = inWords(error)
  ports.log.warn({ err: thrown, runId: hold.runId, step: step.n }, 'a step failed')
  progress.step(step.identity, { n: step.n, state: 'failed', reason, ms: null })
  const { kind, identity } = step
  await note(ports, hold, { type: 'StepFailed', data: { kind, identity, sqlstate: error.code, reason } })
  return reason
}

/** Null: it is done; else why not. */
export async function tryStep(run: RunContext, sessions: StepSessions, step: PlanStep): Promise<string | null> {
  try {
    await applySteps(run, sessions, [step])
    return null
  } catch (error) {
    if ((await sessions.mend?.(sessions, step, error)) !== true) return stepFailed(run, step, error)
    run.progress.step(step.identity, { n: step.n, state: 'done', reason: null, ms: null })
    return null
  }
}

/** Applies quick steps, many in a transaction; where one fails, each on its own, so that its neighbours do not suffer. */
export async function trySteps(
  run: RunContext,
  sessions: StepSessions,
  steps: readonly PlanStep[],
  onFailed: (step: PlanStep, reason: string) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < steps.length; from += batchSteps) {
    if (run.halt.soft.aborted) return
    const batch = steps.slice(from, from + batchSteps)
    const together = await applySteps(run, sessions, batch).then(
      () => true,
      () => false,
    )
    if (together) continue
    for (const step of batch) {
      if (run.halt.soft.aborted) return
      const reason = await tryStep(run, sessions, step)
      if (reason !== null) await onFailed(step, reason)
    }
  }
}

/** Makes what has to be there before the rows. The first step that fails ends the run: nothing has been copied yet. */
export async function applyStepsBefore(
  run: RunContext,
  sessions: StepSessions,
  isDone: (step: PlanStep) => boolean,
): Promise<void> {
  const steps = run.plan.steps.filter((step) => step.phase === 'before' && !isDone(step))
  await trySteps(run, sessions, steps, async ({ identity }, reason) => {
    throw new PlainFailure(
      'run',
      `${identity} could not be made: ${reason}`,
      'Mend that in the target, then plan again.',
    )
  })
}
