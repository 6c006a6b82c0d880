import type pg from 'pg'
import { digestChunk, type RowHash } from '@/connectors/postgres/digest'
import { qualified } from '@/connectors/postgres/identifiers'
import { type Receipt, readReceipts } from '@/connectors/postgres/receipts'
import { readRejects } from '@/connectors/postgres/rejects'
import { countOwnRows, isReferenced } from '@/connectors/postgres/undo'
import type { PlanTask } from '@/domain/plan/plan'
import { breakable } from './breakable'
import type { RunContext } from './context'
import { Crew } from './crew'
import { Stopped } from './failure'
import type { Keeper } from './keeper'
import { rowHashesFor } from './row-hashes'
import { seeSnapshot } from './see-snapshot'

/** The chunks of a task that landed: those that are still the same, and those to be copied again. */
export interface Rechecked {
  readonly task: PlanTask
  readonly kept: readonly Receipt[]
  readonly changed: readonly Receipt[]
}

/**
 * Asks the source, under a new snapshot, for the digest of every chunk that landed under an earlier one, and the target whether the
 * rows that the receipts name are still there. What is the same on both sides stands for the new snapshot as it stood for the old one:
 * also for physical ranges, since all of them together hold all rows, wherever a row has moved to. Rows in quarantine stay there with
 * their chunk, unless others of which something has changed may be why they are.
 */
export async function recheckChunks(run: RunContext, keeper: Keeper, target: pg.Client): Promise<Rechecked[]> {
  const receipts = (await readReceipts(target, run.hold)).filter((r) => r.kind === 'chunk')
  const hashes = await rowHashesFor({ source: keeper.session.client, target }, run.plan.tasks, receipts)
  const crew = new Crew(run, { side: 'source', begin: (client) => seeSnapshot(run, client, keeper.snapshot.name) })
  const changed = new Set<Receipt>()
  const taskOf = new Map<number, { task: PlanTask; hash: RowHash }>()
  for (const task of run.plan.tasks)
    if (receipts.some((r) => r.task === task.n)) taskOf.set(task.n, { task, hash: await hashes.of(target, task) })
  try {
    await crew.each(receipts, async (source, receipt) => {
      const of = taskOf.get(receipt.task)
      if (of === undefined || receipt.sourceDigest === null) return void changed.add(receipt)
      const { text } = await breakable(run, source, digestChunk(source.client, of.task, receipt.bounds, of.hash))
      if (text !== (receipt.readDigest ?? receipt.sourceDigest)) changed.add(receipt)
    })
  } finally {
    await crew.close()
  }
  if (run.halt.reason !== null) throw new Stopped('The run halts before everything was looked at again.')
  if (changed.size > 0) for (const receipt of await hangingOn(run, target, receipts)) changed.add(receipt)
  const tasks = run.plan.tasks.map((task) => ({ task, landed: receipts.filter((r) => r.task === task.n) }))
  const whole = await wholeTables(run, target, tasks, changed)
  return tasks.map(({ task, landed }) => {
    const isChanged = (r: Receipt) => whole.has(task.n) || changed.has(r)
    return { task, kept: landed.filter((r) => !isChanged(r)), changed: landed.filter(isChanged) }
  })
}

/** Of the row alone, whatever else is in the target: its values, a NOT NULL, a CHECK, its size. */
const isOfRowAlone = (sqlstate: string) => /^(22...|23502|23514|54000)$/.test(sqlstate)

/** Chunks with rows in quarantine for which other rows may be the cause. */
async function hangingOn({ hold }: RunContext, target: pg.Client, receipts: readonly Receipt[]): Promise<Receipt[]> {
  if (receipts.every(({ rowsRejected }) => rowsRejected === 0n)) return []
  const open = (await readRejects(target, hold)).filter(
    ({ state, sqlstate }) => state === 'open' && !isOfRowAlone(sqlstate),
  )
  return receipts.filter((receipt) => open.some(({ task, chunk }) => task === receipt.task && chunk === receipt.chunk))
}

/**
 * Tables of which no chunk can stay. Those whose own rows are not all there, because somebody else removed or changed some, or a crash
 * emptied an unlogged table. And where foreign keys were there before: a table that others refer to, with everything that is filled after it,
 * since its rows could not be taken out from under theirs.
 */
async function wholeTables(
  { hold }: RunContext,
  target: pg.Client,
  tasks: readonly { task: PlanTask; landed: readonly Receipt[] }[],
  changed: ReadonlySet<Receipt>,
): Promise<Set<number>> {
  const whole = new Set<number>()
  let referencedFrom = Number.POSITIVE_INFINITY
  for (const { task, landed } of tasks) {
    if (landed.length === 0) continue
    const relation = qualified(task.target.schema, task.target.name)
    const own = await countOwnRows(target, hold, relation)
    if (own !== landed.reduce((sum, r) => sum + r.rowsLanded, 0n)) whole.add(task.n)
    const isTouched = whole.has(task.n) || landed.some((r) => changed.has(r))
    if (!isTouched || task.effect === 'create' || !(await isReferenced(target, relation))) continue
    whole.add(task.n)
    referencedFrom = Math.min(referencedFrom, task.level)
  }
  for (const { task } of tasks) if (task.effect === 'fill' && task.level > referencedFrom) whole.add(task.n)
  return whole
}
