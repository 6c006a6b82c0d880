import { writeFenced } from '@/connectors/postgres/fence'
import { qualified } from '@/connectors/postgres/identifiers'
import { insertReceiptSql, withoutRows } from '@/connectors/postgres/receipts'
import type { BoardTask } from './board'
import type { RunContext } from './context'
import type { RunSession } from './session'

/** Brings the statistics of tables of the target up to date, all in one transaction, with a receipt each. */
export async function analyzeTables(
  { hold }: RunContext,
  { client }: RunSession,
  tasks: readonly BoardTask[],
): Promise<void> {
  if (tasks.length === 0) return
  const relations = tasks.map(({ plan }) => qualified(plan.target.schema, plan.target.name))
  const receipts = tasks.map(({ plan: { n } }, at) =>
    insertReceiptSql(hold, { kind: 'analyze', task: n, chunk: 0, relation: relations[at] ?? '', ...withoutRows }),
  )
  await writeFenced(client, hold, () => client.query([`ANALYZE ${relations.join(', ')}`, ...receipts].join('; ')))
}
