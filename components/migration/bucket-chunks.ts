import type { ChunkState, TableProgressDto } from '@/domain/contracts/migration'

export type ChunkCell = TableProgressDto['chunks'][number]

/** Worst last: a cell that stands for several chunks shows the one that most needs a look. */
const severity: readonly ChunkState[] = ['landed', 'pending', 'running', 'retrying', 'failed']

const worse = (a: ChunkState, b: ChunkState): ChunkState => (severity.indexOf(b) > severity.indexOf(a) ? b : a)

/** At most `max` cells, neighbours put together as evenly as the cells allow; counts add up, the worst state wins. */
export function bucketChunks(cells: readonly ChunkCell[], max: number): ChunkCell[] {
  if (cells.length <= max) return [...cells]
  const buckets: ChunkCell[] = []
  for (const [at, cell] of cells.entries()) {
    const bucket = Math.floor((at * max) / cells.length)
    const held = buckets[bucket]
    buckets[bucket] = held
      ? { count: held.count + cell.count, state: worse(held.state, cell.state) }
      : { count: cell.count, state: cell.state }
  }
  return buckets
}
