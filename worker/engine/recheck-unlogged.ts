import type pg from 'pg'
import { qualified } from '@/connectors/postgres/identifiers'
import type { Receipt } from '@/connectors/postgres/receipts'
import { countOwnRows, undoTable, unloggedRelations } from '@/connectors/postgres/undo'
import type { RunContext } from './context'

/**
 * Receipts outlive a crash of the target's server, the rows of unlogged tables do not: where some are missing, the table's receipts are
 * taken back, with whatever rows are left, and it is copied again. True: some were.
 */
export async function recheckUnlogged(
  { plan, hold }: RunContext,
  target: pg.Client,
  receipts: readonly Receipt[],
): Promise<boolean> {
  const landed = plan.tasks.map((task) => ({
    task,
    relation: qualified(task.target.schema, task.target.name),
    rows: receipts.reduce((sum, r) => (r.kind === 'chunk' && r.task === task.n ? sum + r.rowsLanded : sum), 0n),
  }))
  const filled = landed.filter(({ rows }) => rows > 0n)
  const unlogged = await unloggedRelations(
    target,
    filled.map(({ relation }) => relation),
  )
  let undone = false
  for (const { task, relation, rows } of filled) {
    if (!unlogged.has(relation) || (await countOwnRows(target, hold, relation)) === rows) continue
    await undoTable(target, hold, { table: task.target, made: task.effect === 'create' })
    undone = true
  }
  return undone
}
