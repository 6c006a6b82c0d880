import type pg from 'pg'
import type { Writer } from '@/connectors/postgres/fence'
import { readReceipts } from '@/connectors/postgres/receipts'
import { type Replayed, replayRow } from '@/connectors/postgres/replay'
import { openRow } from '@/db/row-seal'
import type { RejectRow } from '@/db/statements/rejects'
import { readRequested, settleRefused, settleReplayed } from '@/db/statements/requested-rejects'
import type { Plan, PlanTask } from '@/domain/plan/plan'
import type { WorkerPorts } from '../ports'
import { inWords, judge } from './failure'
import { note } from './report'
import { type RowHashes, rowHashesFor } from './row-hashes'

/** Who replays, under which number, by which plan. */
export interface Replaying {
  readonly ports: WorkerPorts
  readonly hold: Writer
  readonly plan: Plan
}

interface Refused {
  readonly reason: string
  readonly sqlstate: string | null
}

/**
 * Brings the rows into the target that somebody asked for, one transaction each, and settles each request: the row is replayed, or it
 * stays with the reason. A row that points to another one is tried again when that other one came in after it. Answers how many came in.
 */
export async function replayRequested(replaying: Replaying, target: pg.Client): Promise<number> {
  const { ports, hold, plan } = replaying
  let waiting = await readRequested(ports.database.db, hold.migrationId, hold.runId)
  if (waiting.length === 0) return 0
  const hashes = await rowHashesFor({ source: null, target }, plan.tasks, await readReceipts(target, hold))
  let replayed = 0
  for (let moved = true; moved; ) {
    moved = false
    const refused: { row: RejectRow; task: PlanTask; why: Refused }[] = []
    for (const row of waiting) {
      const task = plan.tasks.find(({ n }) => n === row.task)
      if (task === undefined) throw new Error(`The plan has no task ${row.task}.`)
      const why = await replayOne(replaying, target, { row, task, hashes })
      if (why === null) {
        moved = true
        replayed += 1
        await settle(replaying, row, task)
      } else refused.push({ row, task, why })
    }
    const again = moved ? refused.filter(({ why }) => why.sqlstate === '23503') : []
    for (const each of refused) if (!again.includes(each)) await refuse(replaying, each)
    waiting = again.map(({ row }) => row)
  }
  return replayed
}

/** No connection, or none any more: SQLSTATE classes, and the names of socket errors. */
const isAway = /^(08|57P|E[A-Z]{3})/

const outcomes: Record<Replayed, Refused | null> = {
  done: null,
  again: null,
  gone: { reason: 'The row is not in quarantine any more: its chunk was copied again.', sqlstate: null },
  dropped: { reason: 'A rule or trigger of the target dropped the row.', sqlstate: null },
}

/** Null: it is in the target. Throws where nobody may write any more. */
async function replayOne(
  { ports, hold, plan }: Replaying,
  target: pg.Client,
  { row, task, hashes }: { row: RejectRow; task: PlanTask; hashes: RowHashes },
): Promise<Refused | null> {
  const values = await valuesOf(ports, row, task)
  if (!Array.isArray(values)) return { ...values, sqlstate: null }
  try {
    const hash = plan.validateData ? await hashes.of(target, task) : null
    return outcomes[await replayRow(target, hold, { task, place: row, values, hash })]
  } catch (thrown) {
    const verdict = judge(thrown)
    // Only a server that is there says something about the row.
    if (verdict.kind !== 'failure' || isAway.test(verdict.error.code ?? '08')) throw thrown
    const { error } = verdict
    ports.log.warn({ err: thrown, migrationId: hold.migrationId, task: task.n }, 'a row was refused again')
    return { reason: `${inWords(error)} ${error.fix}`, sqlstate: error.code }
  }
}

/** The row's values in the order of the plan's columns, with the new ones in their places. */
async function valuesOf(
  ports: WorkerPorts,
  { image, requestedFix, migrationId }: RejectRow,
  { columns }: PlanTask,
): Promise<(string | null)[] | { reason: string }> {
  if (image === null) return { reason: 'The row is too large to be kept in quarantine. Retry its table instead.' }
  const row = await openRow({ sealed: image, migrationId }, ports.encryptionKeys)
  const fix = requestedFix === null ? null : await openRow({ sealed: requestedFix, migrationId }, ports.encryptionKeys)
  if (!row.ok || fix?.ok === false)
    return { reason: 'The row was sealed with a key that no worker has any more. Give the worker that key.' }
  const values = new Map(row.value.map(({ name, value }) => [name, value]))
  for (const { name, value } of fix?.value ?? []) values.set(name, value)
  return columns.map(({ name }) => values.get(name) ?? null)
}

async function settle({ ports, hold }: Replaying, row: RejectRow, { source: table }: PlanTask): Promise<void> {
  const data = { table, rows: 1, fixed: row.requestedFix === null ? 0 : 1 }
  await note(ports, hold, { type: 'RejectsReplayed', data }, (tx) => settleReplayed(tx, row.id, ports.clock.now()))
}

async function refuse(
  { ports, hold }: Replaying,
  { row, task, why }: { row: RejectRow; task: PlanTask; why: Refused },
): Promise<void> {
  const data = { table: task.source, rejectId: row.id, ...why }
  await note(ports, hold, { type: 'ReplayRefused', data }, (tx) =>
    settleRefused(tx, row.id, { ...why, now: ports.clock.now() }),
  )
}
