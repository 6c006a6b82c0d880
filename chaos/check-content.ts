import { findGap, gapInWords } from '@/domain/transfer/chunk-cover'
import { compareDatabases } from '@/testbed/compare'
import type { Battlefield } from './battlefield'
import { badRowsSql } from './tables'

interface ReceiptRow {
  task: number
  chunk: number
  relation: string
  bounds: { lower: string[] | null; upper: string[] | null }
  rows_landed: string
  epoch: number
  xids: string[]
}

/**
 * What is wrong with the content of a target whose run has completed: compared, row by row, with the source as it was in the run's
 * last snapshot. Null where that snapshot could not be copied in time: then nothing can be said.
 */
export async function checkContent(field: Battlefield): Promise<string[] | null> {
  const { snapshotName } = await field.arena.rig.runRow(field.migrationId)
  const copy = await field.recorder.copyOf(snapshotName)
  if (copy === null) return null
  const { badRows, targetHasTables } = field.scenario
  // Exactly these are missing: with them the target is what the source was.
  if (badRows > 0) await field.target.demand(`ALTER TABLE public.codes DROP CONSTRAINT sound; ${badRowsSql(badRows)}`)
  // Definitions of tables that were there before are the target's own.
  const kinds = targetHasTables ? { kinds: ['rows' as const] } : {}
  const found = await compareDatabases(copy, field.urls.target, { ignoreSchemas: ['godwit', 'bystander'], ...kinds })
  return found.map((difference) => `content: ${JSON.stringify(difference)}`)
}

/** In quarantine are the rows that the target refuses, each once, and no other. */
export async function checkRejects({ target, migrationId, scenario }: Battlefield): Promise<string[]> {
  const found = await target.demand<{ code: string; sqlstate: string }>(
    `SELECT key::jsonb -> 0 ->> 1 AS code, sqlstate FROM godwit.reject WHERE migration = $1 ORDER BY 1`,
    [migrationId],
  )
  const wanted = Array.from({ length: scenario.badRows }, (_, n) => ({ code: `bad ${n + 1}`, sqlstate: '23514' }))
  const [is, due] = [found, wanted].map((rows) => JSON.stringify(rows))
  return is === due ? [] : [`in quarantine is ${is}, and not ${due}`]
}

/** Each receipt stands for exactly the rows that bear its transaction, no row is without one, and the ranges leave no gap. */
export async function checkReceipts({ target, migrationId }: Battlefield): Promise<string[]> {
  const receipts = await target.demand<ReceiptRow>(
    `SELECT task, chunk, relation, bounds, rows_landed::text, epoch, ARRAY(SELECT x::xid::text FROM unnest(xids) x) AS xids
       FROM godwit.receipt WHERE migration = $1 AND kind = 'chunk' ORDER BY task, chunk`,
    [migrationId],
  )
  const wrong: string[] = []
  for (const [relation, ofTable] of Map.groupBy(receipts, (receipt) => receipt.relation)) {
    const gap = findGap(ofTable.map(({ bounds }) => bounds))
    if (gap !== null) wrong.push(`receipts of ${relation}: ${gapInWords(gap)}`)
    const rows = await target.demand<{ xid: string; n: string }>(
      `SELECT xmin::text AS xid, count(*)::text AS n FROM ONLY ${relation} GROUP BY 1`,
    )
    const found = new Map(rows.map(({ xid, n }) => [xid, BigInt(n)]))
    for (const { chunk, rows_landed, xids } of ofTable) {
      const there = xids.reduce((sum, xid) => sum + (found.get(xid) ?? 0n), 0n)
      if (there !== BigInt(rows_landed))
        wrong.push(`chunk ${chunk} of ${relation}: its receipt says ${rows_landed} rows, ${there} are there`)
      for (const xid of xids) found.delete(xid)
    }
    if (found.size > 0) wrong.push(`${relation} holds rows of ${found.size} transactions without a receipt`)
  }
  const [fence] = await target.demand<{ epoch: number }>('SELECT epoch FROM godwit.fence WHERE migration = $1', [
    migrationId,
  ])
  if (receipts.some(({ epoch }) => epoch > (fence?.epoch ?? 0))) wrong.push('a receipt bears an epoch beyond the fence')
  return wrong
}
