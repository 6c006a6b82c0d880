import type { MigrationConfig } from '../config/schema'

/** What limits the rejects of one table. */
export type RejectBudget = Pick<MigrationConfig, 'maxRejectedRows' | 'maxRejectedPercent'>

/**
 * How many rows of a table may be in quarantine. Both limits hold; the share is rounded up to a whole row, so that one per cent of a
 * small table is a row and not none. `rows` null: the table is not counted yet, and only the number holds.
 */
export function mostRejects({ maxRejectedRows, maxRejectedPercent }: RejectBudget, rows: bigint | null): number {
  if (rows === null) return maxRejectedPercent === 0 ? 0 : maxRejectedRows
  const share = Math.ceil((Number(rows) * maxRejectedPercent) / 100)
  return Math.min(maxRejectedRows, share)
}

/** From so many rows on, a chunk that is more than half bad stops its table. */
const halfFrom = 10

/** How many rows of one chunk may be bad, beside the table's budget. */
export const mostOfChunk = (rows: number): number => (rows < halfFrom ? rows : Math.floor(rows / 2))
