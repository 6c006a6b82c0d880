import type { MigrationDto, MigrationProgressDto, Verdict } from '@/domain/contracts/migration'
import { Bytes, formatBytes } from '../ui/bytes'
import { Duration, formatDuration } from '../ui/duration'
import type { Fact } from '../ui/facts'
import { formatCount, Num } from '../ui/num'

/** A size split into its figure and its unit, so that the unit can be set quietly: 2.1 | MB/s. */
function perSecond(bytes: number): { value: string; unit: string } {
  const [value = '0', unit = 'B'] = formatBytes(Math.round(bytes)).split(/\s/u)
  return { value, unit: `${unit}/s` }
}

function retriedAndRefused(progress: MigrationProgressDto): Fact[] {
  const retried: Fact = { term: 'Retried', value: <Num value={progress.retriedChunks} /> }
  if (BigInt(progress.failedRows) === 0n) return [retried]
  return [retried, { term: 'Quarantined', value: <Num value={progress.failedRows} />, tone: 'warn' }]
}

/** While it runs or could run on: how fast, how wide, how large the bites are. A rate is “–” whenever nothing moves or nothing is known. */
function liveFacts(migration: MigrationDto, progress: MigrationProgressDto, stale: boolean): Fact[] {
  const moving = migration.state === 'Running' && !stale
  const { rowsPerSecond, bytesPerSecond, lanes, lastChunk } = progress
  const facts: Fact[] = [
    moving && rowsPerSecond !== null
      ? { term: 'Throughput', value: <Num value={Math.round(rowsPerSecond)} />, unit: 'rows/s' }
      : { term: 'Throughput', value: '–' },
    moving && bytesPerSecond !== null ? { term: 'Data', ...perSecond(bytesPerSecond) } : { term: 'Data', value: '–' },
    { term: 'Lanes', value: stale ? '–' : moving ? lanes.active : 0, unit: `of ${lanes.max}` },
    lastChunk === null
      ? { term: 'Chunk', value: '–' }
      : {
          term: 'Chunk',
          value: (lastChunk.ms / 1000).toFixed(1),
          unit: `s · ${formatCount(lastChunk.rows)} rows`,
        },
    ...retriedAndRefused(progress),
  ]
  return facts.length < 6 ? [...facts, { term: 'Elapsed', value: <Duration ms={progress.durationMs} /> }] : facts
}

/** What is known about equality, the weakest of all tables; never more than was looked at. */
function comparison({ tables }: MigrationProgressDto): Fact {
  const some = (verdict: Verdict) => tables.some((table) => table.verdict === verdict)
  if (some('different')) return { term: 'Compared', value: 'different', tone: 'bad' }
  if (some('not-checked') || some('pending')) return { term: 'Compared', value: 'not all' }
  return { term: 'Compared', value: 'equal', unit: some('counts-equal') ? 'by count' : 'by digest' }
}

/** After its end: what it came to. */
function finalFacts(migration: MigrationDto, progress: MigrationProgressDto): Fact[] {
  const seconds = progress.durationMs / 1000
  const done = progress.tables.filter((table) => table.state === 'done').length
  const facts: Fact[] = [
    {
      term: 'Average',
      value: seconds > 0 ? <Num value={Math.round(Number(progress.processedRows) / seconds)} /> : '–',
      unit: 'rows/s',
    },
    { term: 'Data', value: <Bytes value={progress.bytes} /> },
    { term: 'Took', value: formatDuration(progress.durationMs) },
    { term: 'Tables', value: done, unit: `of ${progress.tables.length}` },
    ...retriedAndRefused(progress),
  ]
  if (facts.length === 6) return facts
  return migration.state === 'Completed'
    ? [...facts, comparison(progress)]
    : [...facts, { term: 'Run', value: migration.run?.number ?? '–' }]
}

/** The row of figures under the bar, six of them. */
export function progressFacts(migration: MigrationDto, progress: MigrationProgressDto, stale: boolean): Fact[] {
  const ended = migration.state === 'Completed' || migration.state === 'Failed' || migration.state === 'Cancelled'
  return ended ? finalFacts(migration, progress) : liveFacts(migration, progress, stale)
}
