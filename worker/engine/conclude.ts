import type pg from 'pg'
import { forgetBefore } from '@/connectors/postgres/before-images'
import { readReceipts } from '@/connectors/postgres/receipts'
import { readRejects } from '@/connectors/postgres/rejects'
import { releaseTargets } from '@/connectors/postgres/target-claims'
import { countRejectsOf } from '@/db/statements/rejects'
import { syncRejects } from '@/db/statements/sync-rejects'
import type { Board } from './board'
import type { RunContext } from './context'
import type { StepFailures } from './finish-tables'
import { isChunkOf, whyNotProved } from './prove-tables'
import { report } from './report'

/**
 * Ends a run whose work is over, or sends it into review where nobody has decided yet about rows in quarantine. Completed is an equation
 * over what the target says now, checked once more for every table, with a receipt for every step; anything else is Failed, with its
 * reason. Nothing here is taken from memory but the source's evidence.
 */
export async function conclude(
  run: RunContext,
  target: pg.Client,
  board: Board,
  failures: StepFailures,
): Promise<'completed' | 'review' | 'failed'> {
  const { hold, ports, plan } = run
  const receipts = await readReceipts(target, hold)
  const rejects = await readRejects(target, hold)
  await syncRejects(ports.database.db, hold, rejects)
  const reasons: string[] = []
  let rows = 0n
  for (const task of board.tasks) {
    const reason = task.failure ?? whyNotProved(run, task, receipts, rejects)
    if (reason !== null) reasons.push(`${task.plan.source.schema}.${task.plan.source.name}: ${reason}`)
    rows += receipts.reduce((sum, r) => (isChunkOf(task, r) ? sum + r.rowsLanded : sum), 0n)
  }
  const ofTables = reasons.length
  reasons.push(...failures)
  const applied = new Set(receipts.filter((r) => r.kind === 'step').map((r) => r.chunk))
  const missing = plan.steps.filter((step) => !applied.has(step.n))
  if (reasons.length === 0 && missing.length > 0)
    reasons.push(`${missing.length} steps have no receipt, ${missing[0]?.identity} among them.`)

  const { open, accepted, skipped } = await countRejectsOf(ports.database.db, hold.runId)
  if (reasons.length === 0 && open > 0) {
    // The claims on the target stay: what comes of these rows is still to be written there.
    await report(ports, hold, { type: 'review', rows: String(open) })
    return 'review'
  }
  await releaseTargets(target, hold.migrationId)
  if (reasons.length === 0) {
    // Kept so far, so that a chunk could be copied again.
    if (plan.enableRollback === false) await forgetBefore(target, hold)
    const quarantined = accepted + skipped
    await report(ports, hold, { type: 'completed', rows: String(rows), tables: board.tasks.length, quarantined })
    return 'completed'
  }
  const [first = ''] = reasons
  const more = reasons.length > 1 ? ` And ${reasons.length - 1} more.` : ''
  const reason =
    ofTables > 0 ? `${ofTables} of ${board.tasks.length} tables failed. ${first}${more}` : `${first}${more}`
  await report(ports, hold, { type: 'failed', reason, fix: 'Mend the cause, revise the plan, then start it.' })
  return 'failed'
}
