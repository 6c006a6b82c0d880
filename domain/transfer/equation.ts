import { sharesTable, type WriteMode } from '../plan/write-mode'
import { findGap, gapInWords, type Range } from './chunk-cover'

/**
 * What is known of a task when its run wants to end. What the target is asked about depends on how rows were written:
 * - `fail-if-not-empty`: the whole table, which was empty before.
 * - `truncate`: the whole table, which a step with a receipt of its own has emptied before the first row.
 * - `append`: the rows that receipts of this task name, and no others; those that were there are not looked at.
 * - `upsert`: the same; a row that took the place of another is the run's own, and the one that it replaced is no longer there.
 */
export interface TaskEvidence {
  readonly mode: WriteMode['mode']
  /** count(*) of the source, in the run's snapshot; null: not known. */
  readonly sourceRows: bigint | null
  /** The rows of the target that the run answers for, by its own count, after the commits; null: not known. */
  readonly targetRows: bigint | null
  /** The receipts that the target holds now. */
  readonly receipts: readonly (Range & {
    readonly rowsRead: bigint
    readonly rowsLanded: bigint
    readonly rowsRejected: bigint
  })[]
  /** Rows in quarantine that the ledger explains, one by one, and that nobody is asked about any more. */
  readonly rejects: bigint
  /** Of both sides, where data is validated. */
  readonly digests: { readonly source: string | null; readonly target: string | null } | null
}

export type TaskProof =
  | { readonly ok: true; readonly verdict: 'equal' | 'counts-equal'; readonly rows: bigint }
  | { readonly ok: false; readonly reason: string }

const wrong = (reason: string): TaskProof => ({ ok: false, reason })

/**
 * Completed is an equation: the source's own count of the table = the sum of the rows that receipts say landed and of the rejects that
 * explain the others, over ranges that tile all of it; what landed = what the target counts of what the run answers for, and the
 * digests agree where data is validated. Everything else is a reason to fail.
 */
export function proveTask({ mode, sourceRows, targetRows, receipts, rejects, digests }: TaskEvidence): TaskProof {
  const gap = findGap(receipts)
  if (gap !== null) return wrong(`Not all of the table is proved: ${gapInWords(gap)}.`)
  const sum = (of: (receipt: TaskEvidence['receipts'][number]) => bigint) =>
    receipts.reduce((all, r) => all + of(r), 0n)
  const [landed, read, rejected] = [sum((r) => r.rowsLanded), sum((r) => r.rowsRead), sum((r) => r.rowsRejected)]
  const left = rejected === 0n ? '' : ` and ${rejected} are in quarantine`
  if (sourceRows === null) return wrong('The source was not counted.')
  if (read !== landed + rejected) return wrong(`${read} rows were read, but ${landed} landed${left}.`)
  if (rejected !== rejects)
    return wrong(`${rejected} rows did not land, but ${rejects} of them are in quarantine with their reason.`)
  if (landed + rejected !== sourceRows) return wrong(`The source has ${sourceRows} rows, but ${landed} landed${left}.`)
  if (targetRows === null) return wrong('The target was not counted.')
  if (targetRows !== landed)
    return wrong(`${landed} rows landed, but the target has ${targetRows}${sharesTable({ mode }) ? ' of them' : ''}.`)
  if (digests === null) return { ok: true, verdict: 'counts-equal', rows: landed }
  if (digests.source === null || digests.target === null) return wrong('The digests were not taken.')
  if (digests.source !== digests.target)
    return wrong(`The target's rows differ from the source's: digest ${digests.target} instead of ${digests.source}.`)
  return { ok: true, verdict: 'equal', rows: landed }
}
