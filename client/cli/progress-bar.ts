import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { paint } from './terminal'

const width = 28

/** One line that says how far a migration is: bar, percent, rows, rate. Pure, without control characters but colours. */
export function progressLine(migration: MigrationDto, progress: MigrationProgressDto): string {
  const done = BigInt(progress.processedRows)
  const total = progress.totalRows === null ? 0n : BigInt(progress.totalRows)
  const finished = migration.state === 'Completed'
  // 100 % only when it is over: rows that have arrived may still wait for their indexes.
  const percent = finished ? 100 : total === 0n ? null : Math.min(99, Number((done * 100n) / total))
  const filled = Math.round(((percent ?? 0) / 100) * width)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
  const of = progress.totalRows === null ? '' : ` of ${progress.totalIsEstimate ? '~' : ''}${grouped(total)}`
  const rows = `${grouped(done)}${of} rows`
  const rate = progress.rowsPerSecond === null ? '' : ` · ${grouped(BigInt(Math.round(progress.rowsPerSecond)))} rows/s`
  const what = progress.phase === 'copying' ? '' : ` · ${progress.step.current ?? progress.phase}`
  return `${paint(finished ? 'green' : 'bold', bar)} ${String(percent ?? '–').padStart(3)} % · ${rows}${rate}${paint('dim', what)}`
}

/** Draws progress in place on a terminal, or a line each 10 % elsewhere. */
export function progressBar(stream: NodeJS.WriteStream): {
  draw: (migration: MigrationDto, progress: MigrationProgressDto) => void
  end: () => void
} {
  let lastTenth = -1
  let drawn = false
  return {
    draw(migration, progress) {
      const line = progressLine(migration, progress)
      if (stream.isTTY === true) {
        stream.write(`\r\u001b[2K${line.slice(0, 400)}`)
        drawn = true
        return
      }
      const tenth = Math.floor(Number(/(\d+) %/.exec(line)?.[1] ?? 0) / 10)
      if (tenth <= lastTenth) return
      lastTenth = tenth
      stream.write(`${line}\n`)
    },
    end() {
      if (drawn) stream.write('\n')
    },
  }
}

function grouped(n: bigint): string {
  return new Intl.NumberFormat('en').format(n)
}
