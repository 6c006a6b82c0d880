import type pg from 'pg'
import { writeFenced } from '@/connectors/postgres/fence'
import { insertReceiptSql, type NewReceipt } from '@/connectors/postgres/receipts'
import { carrySequence } from '@/connectors/postgres/sequence-value'
import { changeRun } from '@/db/statements/write-run'
import { changeStep } from '@/db/statements/write-task'
import type { PlanStep } from '@/domain/plan/plan'
import type { RunContext } from './context'
import { inWords, judge, PlainFailure, Stopped } from './failure'
import { note } from './report'

/** Steps belong to no task; their receipts bear this number. */
export const stepTask = -1
const sequenceValue = 'sequence-value'

export interface StepSessions {
  /** Of the target, outside a transaction. */
  readonly target: pg.ClientBase
  /** Of the source, for the positions of sequences. */
  readonly source: () => Promise<pg.ClientBase>
}

/**
 * Applies a step in one durable transaction of the target, with its receipt. What PostgreSQL cannot take back (setval) only ever
 * moves forwards, so that a second time does no harm.
 */
export async function applyStep(run: RunContext, sessions: StepSessions, step: PlanStep): Promise<void> {
  const { hold, ports, progress } = run
  const { db } = ports.database
  const startedMs = ports.clock.elapsedMs()
  await changeStep(db, hold, step.n, { state: 'running', reason: null })
  await changeRun(db, hold.runId, { currentStep: step.identity })
  progress.news()
  const source = step.kind === sequenceValue ? await sessions.source() : null
  await writeFenced(sessions.target, hold, async () => {
    if (source !== null) await carrySequence(source, sessions.target, step.identity.slice(sequenceValue.length + 1))
    else for (const sql of step.sql) await sessions.target.query(sql)
    await sessions.target.query(insertReceiptSql(hold, receiptOf(step)))
  })
  const ms = Math.round(ports.clock.elapsedMs() - startedMs)
  await changeStep(db, hold, step.n, { state: 'done', ms })
  await changeRun(db, hold.runId, { currentStep: null })
  progress.news()
}

export const receiptOf = (step: PlanStep): NewReceipt => ({
  kind: 'step',
  task: stepTask,
  chunk: step.n,
  relation: step.identity,
  bounds: { lower: null, upper: null },
  rowsRead: 0n,
  rowsLanded: 0n,
  bytes: 0n,
})

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
  await changeStep(ports.database.db, hold, step.n, { state: 'failed', reason })
  await changeRun(ports.database.db, hold.runId, { currentStep: null })
  const { kind, identity } = step
  await note(ports, hold, { type: 'StepFailed', data: { kind, identity, sqlstate: error.code, reason } })
  progress.news()
  return reason
}

/** Makes what has to be there before the rows. The first step that fails ends the run: nothing has been copied yet. */
export async function applyStepsBefore(
  run: RunContext,
  sessions: StepSessions,
  isDone: (step: PlanStep) => boolean,
): Promise<void> {
  for (const step of run.plan.steps) {
    if (step.phase !== 'before' || isDone(step)) continue
    if (run.halt.soft.aborted) return
    try {
      await applyStep(run, sessions, step)
    } catch (error) {
      const reason = await stepFailed(run, step, error)
      throw new PlainFailure(
        'run',
        `${step.identity} could not be made: ${reason}`,
        'Mend that in the target, then plan again.',
      )
    }
  }
}
