import type { PlanTask } from '@/domain/plan/plan'
import { sharesTable, writeModeOf } from '@/domain/plan/write-mode'
import type { Writer } from './fence'
import { qualified, quoteLiteral } from './identifiers'

/**
 * The WHERE clause of what a run answers for in the target: its own rows, by the transactions that receipts name, where others have rows
 * in the table as well; else all of it, and then the clause is empty.
 */
export function answeredForSql({ migrationId }: Writer, task: PlanTask): string {
  if (!sharesTable(writeModeOf(task))) return ''
  const relation = quoteLiteral(qualified(task.target.schema, task.target.name))
  return ` WHERE xmin = ANY (ARRAY(SELECT xid::xid FROM godwit.receipt, pg_catalog.unnest(xids) xid
             WHERE migration = ${quoteLiteral(migrationId)} AND relation = ${relation} AND kind = 'chunk'))`
}
