/** A chunk is not to be larger than this, whatever the rows' width. */
const maxChunkBytes = 64 * 1024 * 1024
/** The first chunk of a table whose rows are of unknown width. */
const unknownWidthRows = 1_000

/** What is known about how wide a table's rows are: measured on chunks that landed, else the plan's guess. */
export interface RowWidth {
  readonly landedRows: bigint
  readonly landedBytes: bigint
  readonly plannedRows: bigint | null
  readonly plannedBytes: bigint
}

/** Rows of the next chunk: as many as the person allows, but not more than fit into 64 MB; at least one. */
export function chunkRows(batchSize: number, width: RowWidth): number {
  const average = averageRowBytes(width)
  const fitting = average === null ? unknownWidthRows : Math.floor(maxChunkBytes / Math.max(1, average))
  return Math.max(1, Math.min(batchSize, fitting))
}

function averageRowBytes({ landedRows, landedBytes, plannedRows, plannedBytes }: RowWidth): number | null {
  if (landedRows > 0n) return Number(landedBytes) / Number(landedRows)
  if (plannedRows === null || plannedRows <= 0n) return null
  return Number(plannedBytes) / Number(plannedRows)
}
