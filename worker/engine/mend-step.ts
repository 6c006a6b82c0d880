import type pg from 'pg'
import type { DescribedError } from '@/connectors/errors'
import { clashesUnder } from '@/connectors/postgres/clash'
import { serverVersion } from '@/connectors/postgres/digest'
import { writeFenced } from '@/connectors/postgres/fence'
import { qualified, quoteIdent } from '@/connectors/postgres/identifiers'
import { type ForeignKey, keysOf, newestUnproved, ofEachPart, orphanRows } from '@/connectors/postgres/pointing-rows'
import { insertReceiptSql } from '@/connectors/postgres/receipts'
import type { PlanStep, TableRef } from '@/domain/plan/plan'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { Doomed, TooMany, taskInto } from './doomed-rows'
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
  { step, task, thrown }: { step: PlanStep; task: BoardTask | null; thrown: unknown },
): Promise<boolean> {
  const { onSetErrors } = run.watch.controls.config
  const verdict = judge(thrown)
  if (onSetErrors === 'fail' || verdict.kind !== 'failure' || !setErrors.includes(verdict.error.code ?? ''))
    return false
  const { error } = verdict
  try {
    const mending = { run, sessions, step, error }
    if (error.code !== '23503')
      return task !== null && onSetErrors === 'quarantine' && (await mendIndex({ ...mending, task }))
    if (step.kind !== 'foreign-key' || step.table === null) return false
    const ofTable = { ...mending, table: step.table }
    return onSetErrors === 'keep-not-valid' ? await keepUnproved(ofTable) : await mendForeignKey(ofTable)
  } catch (cause) {
    if (!(cause instanceof TooMany) && !isOfRows(cause)) throw cause
    run.ports.log.warn({ err: cause, step: step.n }, 'a step cannot be mended')
    return false
  }
}

/** Somebody wrote such rows anew while these were moved, or something else of the target holds them: it stays as it was. */
function isOfRows(cause: unknown): boolean {
  const verdict = judge(cause)
  return verdict.kind === 'failure' && verdict.error.class === 'row'
}

interface Mending {
  readonly run: RunContext & { readonly board: Board }
  readonly sessions: StepSessions
  readonly step: PlanStep
  readonly error: DescribedError
}

interface OfTable extends Mending {
  readonly table: TableRef
}

/** Added in one statement and proved in another: only then can the first be had without the second. */
const isTwofold = ({ sql }: PlanStep) => sql.length === 2

async function mendForeignKey({ run, sessions, step, table, error }: OfTable): Promise<boolean> {
  const doomed = new Doomed(run)
  const { target } = sessions
  const [add, ...validate] = step.sql
  if (add === undefined) return false
  const named = isTwofold(step) ? null : await keyInSource(sessions, step, table)
  await writeFenced(target, run.hold, async () => {
    // Where it can be had without being proved, it is there already when rows are looked for that point to others by it.
    if (isTwofold(step)) await target.query(add)
    const key = named ?? (await newestUnproved(target, qualified(table.schema, table.name)))
    if (key === null) throw new TooMany('The key cannot be found.')
    const parts = await ofEachPart(target, key)
    for (let found = true; found; ) {
      found = false
      for (const part of parts) {
        const task = taskInto(run.board, part.child)
        if (task === null) throw new TooMany('Rows of a table that is not part of the plan point nowhere.')
        const rows = await orphanRows(target, part, Math.max(0, doomed.room(task)))
        await doomed.mark(target, task, rows, { ...refusalOf(error), constraint: key.name })
        found ||= rows.length > 0
      }
      await doomed.leave(target)
    }
    const rest = isTwofold(step) ? validate : step.sql
    await target.query([...rest, insertReceiptSql(run.hold, receiptOf(step))].join(';\n'))
  })
  await tell(run, target, doomed)
  return true
}

/**
 * A key of which the target knows nothing until it holds of all rows, as the source has it: one of a partitioned table, or that points to
 * one.
 */
async function keyInSource(sessions: StepSessions, step: PlanStep, table: TableRef): Promise<ForeignKey | null> {
  const relation = qualified(table.schema, table.name)
  const keys = await keysOf(await sessions.source(), table)
  return keys.find(({ name }) => step.identity === `foreign-key ${quoteIdent(name)} on ${relation}`) ?? null
}

async function keepUnproved({ run, sessions, step, table }: OfTable): Promise<boolean> {
  const [add] = step.sql
  if (add === undefined) return false
  const { target } = sessions
  const named = isTwofold(step) ? null : await keyInSource(sessions, step, table)
  if (!isTwofold(step) && (named === null || !(await mayStayUnproved(target, table)))) return false
  const most = 1_000_000
  const rows = await writeFenced(target, run.hold, async () => {
    await target.query(isTwofold(step) ? add : `${add} NOT VALID`)
    const key = named ?? (await newestUnproved(target, qualified(table.schema, table.name)))
    const parts = key === null ? [] : await ofEachPart(target, key)
    let found = 0
    for (const part of parts) found += (await orphanRows(target, part, most)).length
    await target.query(insertReceiptSql(run.hold, receiptOf(step)))
    return found
  })
  const data = { table, identity: step.identity, rows: String(rows) }
  await note(run.ports, run.hold, { type: 'ConstraintKeptNotValid', data })
  return true
}

/** Versions before 18 know no NOT VALID on a partitioned table. */
async function mayStayUnproved(target: pg.ClientBase, { schema, name }: TableRef): Promise<boolean> {
  if ((await serverVersion(target)) >= 180_000) return true
  const { rows } = await target.query<{ plain: boolean }>(
    `SELECT relkind = 'r' AS plain FROM pg_catalog.pg_class WHERE oid = $1::regclass`,
    [qualified(schema, name)],
  )
  return rows[0]?.plain === true
}

async function mendIndex({ run, sessions, step, task, error }: Mending & { task: BoardTask }): Promise<boolean> {
  if (error.constraint === null) return false
  const source = await sessions.source()
  const { chunking } = task.plan
  const key = chunking.kind === 'key' ? chunking.columns.map(({ name }) => name) : []
  const doomed = new Doomed(run)
  const index = error.constraint
  await writeFenced(sessions.target, run.hold, async () => {
    const most = Math.max(0, doomed.room(task))
    const rows = await clashesUnder({ source, target: sessions.target }, task.plan, index, { key, most })
    await doomed.mark(sessions.target, task, rows, refusalOf(error))
    await doomed.leave(sessions.target)
    await sessions.target.query([...step.sql, insertReceiptSql(run.hold, receiptOf(step))].join(';\n'))
  })
  await tell(run, sessions.target, doomed)
  return true
}

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
