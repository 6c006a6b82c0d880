import type { ChunkState } from '../contracts/migration'

/** A cell of the chunk grid: one chunk, or several neighbours of which it shows the worst. */
export interface Cell {
  readonly count: number
  readonly state: ChunkState
}

/** Worst last. */
const severity: readonly ChunkState[] = ['landed', 'pending', 'running', 'retrying', 'failed']
const worse = (a: ChunkState, b: ChunkState): ChunkState => (severity.indexOf(b) > severity.indexOf(a) ? b : a)

const mostCells = 200
const fewestCells = 10
const allCells = 5_000

/** How many cells each of so many tables gets at most: 200 where they are few; where they are many, together no more than a page can bear. */
export function cellsOfEach(tables: number): number {
  return Math.max(fewestCells, Math.min(mostCells, Math.floor(allCells / Math.max(1, tables))))
}

/** How a table's chunks stand: those that have landed are a number, the few others stand by name. */
export interface ChunkTally {
  readonly landed: number
  /** Chunks that have been cut and have not landed, by their place. */
  readonly open: readonly { readonly n: number; readonly state: ChunkState }[]
  /** Chunks that have not been cut yet: an estimate. */
  readonly uncut: number
}

/** The grid's cells in the order of the chunks, at most `max`: neighbours share a cell as evenly as the numbers allow. */
export function chunkCells(tally: ChunkTally, max: number): Cell[] {
  const cut = tally.landed + tally.open.length
  const total = cut + tally.uncut
  const stretches = stretchesOf(tally, cut)
  const size = Math.min(total, max)
  const cells: Cell[] = []
  let stretch = 0
  let left = stretches[0]?.count ?? 0
  for (let cell = 0; cell < size; cell++) {
    const count = Math.floor(((cell + 1) * total) / size) - Math.floor((cell * total) / size)
    let state: ChunkState = 'landed'
    for (let missing = count; missing > 0; ) {
      const current = stretches[stretch]
      if (current === undefined) break
      const taken = Math.min(missing, left)
      if (taken > 0) state = worse(state, current.state)
      missing -= taken
      left -= taken
      if (left === 0) left = stretches[++stretch]?.count ?? 0
    }
    cells.push({ count, state })
  }
  return cells
}

/** Neighbours in the same state, together; a place beyond what has been cut moves to the end of it. */
function stretchesOf({ open, uncut }: ChunkTally, cut: number): Cell[] {
  const stretches: Cell[] = []
  let at = 0
  for (const [index, chunk] of [...open].sort((a, b) => a.n - b.n).entries()) {
    // Never so late that the open chunks after it would find no place.
    const place = Math.max(at, Math.min(chunk.n, cut - (open.length - index)))
    if (place > at) stretches.push({ count: place - at, state: 'landed' })
    stretches.push({ count: 1, state: chunk.state })
    at = place + 1
  }
  if (cut > at) stretches.push({ count: cut - at, state: 'landed' })
  if (uncut > 0) stretches.push({ count: uncut, state: 'pending' })
  return stretches
}

/** How many chunks a table's uncut rest will be, from the size of those so far, or from the batch size where there are none. */
export function estimateUncut(table: {
  readonly totalRows: number | null
  readonly landedRows: number
  readonly landedChunks: number
  readonly openChunks: number
  readonly batchRows: number
  readonly cutAll: boolean
}): number {
  if (table.cutAll) return 0
  const { totalRows, landedRows, landedChunks, openChunks, batchRows } = table
  const typical = landedChunks > 0 && landedRows > 0 ? landedRows / landedChunks : batchRows
  const rest = Math.max(0, (totalRows ?? 0) - landedRows)
  const least = landedChunks + openChunks === 0 ? 1 : 0
  return Math.max(least, Math.ceil(rest / typical) - openChunks)
}
