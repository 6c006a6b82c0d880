import { formatCount } from '../ui/num'

/** The size of some work in words: “1,204,331”, “~1,204,331” when estimated, “≥ 1,310,000” once it has been passed; null when unknown. */
export function formatTotal(work: {
  processedRows: string
  totalRows: string | null
  totalIsEstimate: boolean
}): string | null {
  if (work.totalRows === null) return null
  if (BigInt(work.processedRows) > BigInt(work.totalRows)) return `≥ ${formatCount(work.processedRows)}`
  return `${work.totalIsEstimate ? '~' : ''}${formatCount(work.totalRows)}`
}
