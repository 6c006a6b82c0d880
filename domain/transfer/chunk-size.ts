/** A chunk aims at this long: short enough for a pause and for what a crash costs, long enough to hide what each chunk costs by itself. */
const aimMs = 1_000
/** A chunk is not to be larger than this, whatever the rows' width. */
const maxBytes = 64 * 1024 * 1024
/** The first chunk of a table, about; and its bounds in rows. */
const first = { bytes: 32 * 1024 * 1024, minRows: 1_000, maxRows: 500_000 }
/** One chunk is at most so much larger or smaller than the one before: a single slow one says little. */
const step = 2

/** What is known about a table when its next chunk is cut. */
export interface ChunkHistory {
  /** Rows and bytes of the chunks that landed, else the plan's guess; null: nothing is known. */
  readonly landedRows: bigint
  readonly landedBytes: bigint
  readonly plannedRows: bigint | null
  readonly plannedBytes: bigint
  /** The last chunk that landed here: its rows, and how long it took, in milliseconds; null: none yet. */
  readonly last: { readonly rows: number; readonly ms: number } | null
}

/** What decided how long a chunk is. */
export type ChunkSizeReason = 'first' | 'time' | 'bytes' | 'batchSize'

export interface ChunkSize {
  readonly rows: number
  readonly reason: ChunkSizeReason
}

/**
 * How many rows the next chunk is to have: as many as land in about a second, but not more than fit into 64 MB, nor than `batchSize`, the
 * cap that a person sets; at least one.
 */
export function nextChunkSize(batchSize: number, history: ChunkHistory): ChunkSize {
  const rowBytes = averageRowBytes(history)
  const sizes: ChunkSize[] = [aimed(history, rowBytes), { rows: batchSize, reason: 'batchSize' }]
  if (rowBytes !== null) sizes.push({ rows: Math.floor(maxBytes / rowBytes), reason: 'bytes' })
  const { rows, reason } = sizes.reduce((least, size) => (size.rows < least.rows ? size : least))
  return { rows: Math.max(1, rows), reason }
}

function aimed({ last }: ChunkHistory, rowBytes: number | null): ChunkSize {
  if (last === null || last.rows === 0) {
    const guess = rowBytes === null ? first.minRows : Math.floor(first.bytes / rowBytes)
    return { rows: Math.min(first.maxRows, Math.max(first.minRows, guess)), reason: 'first' }
  }
  const wanted = (last.rows * aimMs) / Math.max(1, last.ms)
  return { rows: Math.round(Math.min(last.rows * step, Math.max(last.rows / step, wanted))), reason: 'time' }
}

function averageRowBytes({ landedRows, landedBytes, plannedRows, plannedBytes }: ChunkHistory): number | null {
  if (landedRows > 0n) return Math.max(1, Number(landedBytes) / Number(landedRows))
  if (plannedRows === null || plannedRows <= 0n) return null
  return Math.max(1, Number(plannedBytes) / Number(plannedRows))
}

/** Whether a decision is worth a line in the timeline: the chunks of a table became half as long again, or a third shorter. */
export const isNotable = (before: number, after: number): boolean => after >= before * 1.5 || after <= before / 1.5
