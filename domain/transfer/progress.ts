/** Rows to move: counted where the source has counted them, guessed where not. */
export interface Total {
  readonly rows: bigint | null
  readonly isEstimate: boolean
}

/**
 * The total of one table. A guess that the facts have overtaken becomes “at least”: never less than what has been moved.
 * @param counted rows that the source has counted under the run's snapshot
 */
export function tableTotal(counted: bigint | null, estimate: bigint | null, processed: bigint): Total {
  if (counted !== null) return { rows: counted, isEstimate: false }
  if (estimate === null || estimate < 0n) return { rows: null, isEstimate: true }
  return { rows: estimate > processed ? estimate : processed, isEstimate: true }
}

/**
 * Totals together: one guess makes a guess of all, and one that nobody knows leaves the whole unknown: a share of the known part
 * would say “almost done” while a table of unknown size has hardly begun.
 */
export function sumTotals(totals: readonly Total[]): Total {
  const isEstimate = totals.some((total) => total.isEstimate)
  const rows = totals.reduce<bigint | null>(
    (sum, total) => (sum === null || total.rows === null ? null : sum + total.rows),
    0n,
  )
  return { rows, isEstimate }
}

/** What a run is at. Rows are moved between the DDL before and the DDL after them. */
export type Phase = 'preparing' | 'copying' | 'finishing'

/**
 * The phase of a run, from how its tables and its steps before the rows stand.
 * @param stepsBeforeLeft null while the worker has not laid out the run yet
 */
export function phaseOf(facts: {
  readonly stepsBeforeLeft: number | null
  readonly tables: readonly ('waiting' | 'copying' | 'finishing' | 'done' | 'failed')[]
}): Phase {
  const { stepsBeforeLeft, tables } = facts
  const started = tables.some((state) => state !== 'waiting')
  if (!started && stepsBeforeLeft !== 0) return 'preparing'
  return tables.some((state) => state === 'waiting' || state === 'copying') ? 'copying' : 'finishing'
}
