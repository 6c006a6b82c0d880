import type { MigrationProgressDto, TableProgressDto } from '@/domain/contracts/migration'
import type { MigrationState } from '@/domain/migration/state'
import { formatCount } from '../ui/num'
import type { Segment, Tone } from '../ui/segmented-bar'
import { shareOf } from './share'

const toneOf = (state: MigrationState): Tone => (state === 'Failed' ? 'bad' : state === 'Cancelled' ? 'hold' : 'ok')

/** The part of the whole that is being copied just now, from the chunks under way; an estimate. */
function underWay(progress: MigrationProgressDto): number {
  const ofTable = (table: TableProgressDto) => {
    const all = table.chunks.reduce((sum, cell) => sum + cell.count, 0)
    if (all === 0 || table.totalRows === null || progress.totalRows === null) return 0
    const active = table.chunks.filter((cell) => cell.state === 'running' || cell.state === 'retrying')
    const chunks = active.reduce((sum, cell) => sum + cell.count, 0)
    return (chunks / all) * shareOf(table.totalRows, progress.totalRows)
  }
  return progress.tables.reduce((sum, table) => sum + ofTable(table), 0)
}

/** The bar's parts: landed, quarantined, under way. Their sum stays within the whole. */
export function progressSegments(state: MigrationState, progress: MigrationProgressDto, share: number): Segment[] {
  const failed = progress.totalRows === null ? 0 : Math.min(share, shareOf(progress.failedRows, progress.totalRows))
  const running = state === 'Running' ? Math.min(Math.max(0, 1 - share), underWay(progress)) : 0
  return [
    { tone: toneOf(state), share: share - failed, label: 'landed' },
    { tone: 'run', share: running, label: 'being copied' },
    {
      tone: 'warn',
      share: BigInt(progress.failedRows) > 0n ? Math.max(failed, 0.0001) : 0,
      label: `${formatCount(progress.failedRows)} rows quarantined`,
    },
  ]
}
