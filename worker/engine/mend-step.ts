import type pg from 'pg'
import type { DescribedError } from '@/connectors/errors'
import { clashesUnder } from '@/connectors/postgres/clash'
import { writeFenced } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { newestUnproved, orphanRows } from '@/connectors/postgres/pointing-rows'
import { insertReceiptSql } from '@/connectors/postgres/receipts'
import type { PlanStep } from '@/domain/plan/plan'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { Doomed, TooMany } from './doomed-rows'
import { judge } from './failure'
import { syncQuarantine } from './quarantine-chunk'
import { note } from './report'
import { refusalOf } from './sifting'
import { receiptOf, type StepSessions } from './steps'

const setErrors = ['23503', '23505', '23P01']

/**
 * A key that is built on the rows, or proved on them, has failed of some of them. By the policy of the settings they go into quarantine
 * (with whatever of ours points to them, as far as that goes) and it is built again, or a foreign key is kept without proof. True: the
 * step is done. False: it has failed, as if nobody had looked.
 */
export async function mendStep(
  run: RunContext & { readonly board: Board },
  sessions: StepSessions,
  { step, task, thrown }: { step: PlanStep; task: BoardTask; thrown: unknown },
): Promise<boolean> {
  const { onSetErrors } = run.watch.controls.config
  const verdict = judge(thrown)
  if (onSetErrors === 'fail' || verdict.kind !== 'failure' || !setErrors.includes(verdict.error.code ?? ''))
    return false
  const { error } = verdict
  const mending = { run, sessions, step, task, error }
  try {
    if (error.code !== '23503') return onSetErrors === 'quarantine' && (await mendIndex(mending))
    return onSetErrors === 'keep-not-valid' ? await keepUnproved(mending) : await mendForeignKey(mending)
  } catch (cause) {
    if (!(cause instanceof TooMany)) throw cause
    run.ports.log.warn({ err: cause, step: step.n }, 'a step cannot be mended')
    return false
  }
}

interface Mending {
  readonly run: RunContext & { readonly board: Board }
  readonly sessions: StepSessions
  readonly step: PlanStep
  readonly task: BoardTask
  readonly error: DescribedError
}

/** Added in one statement and proved in another: only then can the first be had without the second. */
const isTwofold = ({ kind, sql }: PlanStep) => kind === 'foreign-key' && sql.length === 2

async function mendForeignKey({ run, sessions, step, task, error }: Mending): Promise<boolean> {
  const [add, validate] = step.sql
  if (!isTwofold(step) || add === undefined || validate === undefined) return false
  const doomed = new Doomed(run)
  await writeFenced(sessions.target, run.hold, async () => {
    await sessions.target.query(add)
    const key = await newestUnproved(sessions.target, relationOf(task))
    if (key === null) throw new TooMany('The key cannot be found.')
    const rows = await orphanRows(sessions.target, key, doomed.room(task))
    await doomed.expel(sessions.target, task, rows, { ...refusalOf(error), constraint: key.name })
    await sessions.target.query(`${validate}; ${insertReceiptSql(run.hold, receiptOf(step))}`)
  })
  await tell(run, sessions.target, doomed)
  return true
}

async function keepUnproved({ run, sessions, step, task }: Mending): Promise<boolean> {
  const [add] = step.sql
  if (!isTwofold(step) || add === undefined) return false
  const most = 1_000_000
  const rows = await writeFenced(sessions.target, run.hold, async () => {
    await sessions.target.query(add)
    const key = await newestUnproved(sessions.target, relationOf(task))
    const found = key === null ? [] : await orphanRows(sessions.target, key, most)
    await sessions.target.query(insertReceiptSql(run.hold, receiptOf(step)))
    return found.length
  })
  const data = { table: task.plan.source, identity: step.identity, rows: String(rows) }
  await note(run.ports, run.hold, { type: 'ConstraintKeptNotValid', data })
  return true
}

async function mendIndex({ run, sessions, step, task, error }: Mending): Promise<boolean> {
  if (error.constraint === null) return false
  const source = await sessions.source()
  const { chunking } = task.plan
  const key = chunking.kind === 'key' ? chunking.columns.map(({ name }) => name) : []
  const doomed = new Doomed(run)
  const index = error.constraint
  await writeFenced(sessions.target, run.hold, async () => {
    const most = doomed.room(task)
    const rows = await clashesUnder({ source, target: sessions.target }, task.plan, index, { key, most })
    await doomed.expel(sessions.target, task, rows, refusalOf(error))
    await sessions.target.query([...step.sql, insertReceiptSql(run.hold, receiptOf(step))].join(';\n'))
  })
  await tell(run, sessions.target, doomed)
  return true
}

const relationOf = ({ plan }: BoardTask) => qualified(plan.target.schema, plan.target.name)

/** What was committed is told: to the board, to Godwit's own database, to readers. */
async function tell(run: Mending['run'], target: pg.ClientBase, doomed: Doomed): Promise<void> {
  doomed.settle()
  await syncQuarantine(run, target)
  for (const { task, rows, sqlstate } of doomed.moved) {
    const data = { table: task.plan.source, chunk: null, rows, sqlstates: [sqlstate] }
    await note(run.ports, run.hold, { type: 'RowsQuarantined', data })
  }
  run.progress.news()
}
