'use client'

import { memo, useCallback } from 'react'
import type { MigrationDto, TableProgressDto, Verdict } from '@/domain/contracts/migration'
import { DataTable } from '../ui/data-table'
import { formatDuration } from '../ui/duration'
import { formatCount, Num } from '../ui/num'
import { SegmentedBar } from '../ui/segmented-bar'
import { Tag } from '../ui/tag'
import { ChunkGrid } from './chunk-grid'
import type { ChunkPlace } from './chunk-place'
import { RetryPart } from './retry-part'
import { formatPercent, progressShare } from './share'
import styles from './table-rows.module.css'
import { TableState } from './table-state'
import { formatTotal } from './total'
import { useChunkPlace } from './use-chunk-place'
import { useFurthest } from './use-furthest'
import { whyNot } from './why-not'

const verdicts: Readonly<Record<Verdict, { label: string; tone?: 'ok' | 'warn' | 'bad' }>> = {
  pending: { label: '–' },
  'not-checked': { label: 'not compared' },
  'counts-equal': { label: 'counts equal', tone: 'warn' },
  equal: { label: 'equal', tone: 'ok' },
  different: { label: 'different', tone: 'bad' },
}

/**
 * Each table's progress as a row: bar, rows, rate, time left, and its chunks as squares. `moving`: rows are being copied now.
 * `of` names the run, so that a bar starts anew with it. `withVerdict` adds what is known about equality. A cell of a grid opens its chunks.
 */
export function TableRows({
  migration,
  tables,
  moving,
  of,
  withVerdict = false,
}: {
  migration: MigrationDto
  tables: readonly TableProgressDto[]
  moving: boolean
  of: string
  withVerdict?: boolean
}) {
  const [, setPlace] = useChunkPlace()
  const open = useCallback((place: ChunkPlace) => void setPlace(place), [setPlace])
  const { id, state } = migration
  const retryable = state === 'Running' || state === 'Paused'
  return (
    <DataTable label="Tables of this migration">
      <thead>
        <tr>
          <th data-icon>
            <span className={styles.hidden}>State</span>
          </th>
          <th>Table</th>
          <th>Progress</th>
          <th data-num>Rows</th>
          <th data-num>Rows/s</th>
          <th data-num>Left</th>
          {withVerdict ? <th>Compared</th> : null}
          <th>Chunks</th>
        </tr>
      </thead>
      <tbody>
        {tables.map((table) => (
          <TableRow
            key={table.n}
            migrationId={id}
            table={table}
            moving={moving}
            of={of}
            withVerdict={withVerdict}
            canRetry={retryable && isStuck(table)}
            whyNoRetry={whyNot(migration, 'retry')}
            onChunk={open}
          />
        ))}
      </tbody>
    </DataTable>
  )
}

/** Has it failed, or does something of it wait for its next try? */
const isStuck = ({ state, chunks }: TableProgressDto) =>
  state === 'failed' || chunks.some((chunk) => chunk.state === 'retrying' || chunk.state === 'failed')

/** Seconds until a table has landed at its present rate; null when nothing can be said. */
function millisecondsLeft(table: TableProgressDto): number | null {
  if (table.state !== 'copying' || table.totalRows === null || !table.rowsPerSecond) return null
  const left = Number(BigInt(table.totalRows) - BigInt(table.processedRows))
  return left <= 0 ? null : (left / table.rowsPerSecond) * 1000
}

function left(table: TableProgressDto, moving: boolean): string {
  if (table.state === 'finishing') return moving ? 'finishing' : '–'
  if (table.state === 'waiting' && table.reason !== null) return table.reason
  const ms = moving ? millisecondsLeft(table) : null
  return ms === null ? '–' : formatDuration(Math.max(1000, ms))
}

const sameRef = (a: TableProgressDto['source'], b: TableProgressDto['target']) =>
  a.schema === b.schema && a.name === b.name

/** A row paints only when its own figures change: a frame touches few of a thousand tables. */
const TableRow = memo(function TableRow({
  migrationId,
  table,
  moving,
  of,
  withVerdict,
  canRetry,
  whyNoRetry,
  onChunk,
}: {
  migrationId: string
  table: TableProgressDto
  moving: boolean
  of: string
  withVerdict: boolean
  canRetry: boolean
  whyNoRetry: string | null
  onChunk: (place: ChunkPlace) => void
}) {
  const name = `${table.source.schema}.${table.source.name}`
  const done = table.state === 'done'
  const share = useFurthest(progressShare(table, done), of) ?? 0
  const total = formatTotal(table)
  const failed = BigInt(table.failedRows)
  const verdict = verdicts[table.verdict]
  const rate = moving && !done && table.rowsPerSecond !== null ? Math.round(table.rowsPerSecond) : null
  const remaining = left(table, moving)
  return (
    <tr>
      <td data-icon>
        <TableState state={table.state} still={!moving} />
      </td>
      <td className={styles.name}>
        <div className={styles.naming}>
          <span className={styles.state}>
            <TableState state={table.state} still={!moving} />
          </span>
          <span className={styles.identifier}>
            <span className={styles.schema}>{table.source.schema}.</span>
            {table.source.name}
            {sameRef(table.source, table.target) ? null : ` → ${table.target.schema}.${table.target.name}`}
          </span>
          {failed > 0n ? <Tag tone="warn">{`${formatCount(failed)} quarantined`}</Tag> : null}
          {table.retriedChunks > 0 ? (
            <Tag>{`${formatCount(table.retriedChunks)} ${table.retriedChunks === 1 ? 'retry' : 'retries'}`}</Tag>
          ) : null}
          {table.state === 'failed' ? <p className={styles.reason}>{table.reason}</p> : null}
          {canRetry ? <RetryPart migrationId={migrationId} task={table.n} reason={whyNoRetry} /> : null}
        </div>
      </td>
      <td data-label="Progress">
        <span className={styles.progress}>
          <span className={styles.bar}>
            <SegmentedBar
              size="sm"
              label={`Progress of ${name}`}
              done={share}
              segments={[{ tone: done ? 'ok' : moving ? 'run' : 'hold', share, label: 'landed' }]}
            />
          </span>
          <span className={styles.percent}>{formatPercent(share, 0)}</span>
        </span>
      </td>
      <td data-num data-label="Rows">
        <span>
          <Num value={table.processedRows} />
          {total === null ? null : <span className={styles.of}> / {total}</span>}
        </span>
      </td>
      <td data-num data-label="Rows/s" className={rate === null ? styles.absent : undefined}>
        {rate === null ? '–' : <Num value={rate} />}
      </td>
      <td data-num data-label="Left" className={remaining === '–' ? styles.absent : undefined}>
        {remaining}
      </td>
      {withVerdict ? (
        <td data-label="Compared">{verdict.tone ? <Tag tone={verdict.tone}>{verdict.label}</Tag> : verdict.label}</td>
      ) : null}
      <td className={styles.chunks}>
        <ChunkGrid
          label={`Chunks of ${name}`}
          chunks={table.chunks}
          maxCells={76}
          onOpen={(from, count) => onChunk({ task: table.n, from, count })}
        />
      </td>
    </tr>
  )
})
