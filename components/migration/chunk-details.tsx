import type { ReactNode } from 'react'
import type { ChunkDto, MigrationChunksDto } from '@/domain/contracts/chunk'
import type { MigrationDto } from '@/domain/contracts/migration'
import { Bytes } from '../ui/bytes'
import { formatDuration } from '../ui/duration'
import { KeyValue } from '../ui/key-value'
import { formatCount } from '../ui/num'
import { Tag } from '../ui/tag'
import { Time } from '../ui/time'
import styles from './chunk-drawer.module.css'
import { VisibleText } from './quarantine/visible-text'
import { RetryPart } from './retry-part'
import { whyNot } from './why-not'

const tones = { pending: undefined, running: 'run', retrying: 'warn', landed: 'ok', failed: 'bad' } as const

/** One chunk: its range, what it moved, how often it was tried and why again, and its retry where there is something to try again. */
export function ChunkDetails({
  migration,
  task,
  chunk,
  of,
  folded,
  named,
}: {
  migration: MigrationDto
  task: number
  chunk: ChunkDto
  of: Pick<MigrationChunksDto, 'maxAttempts' | 'maySeeValues'>
  folded: boolean
  /** Several are shown: each bears its number. */
  named: boolean
}) {
  const { state, lastError } = chunk
  const tone = tones[state]
  const tag = tone === undefined ? <Tag>{state}</Tag> : <Tag tone={tone}>{state}</Tag>
  const body = (
    <>
      <KeyValue rows={rowsOf(chunk, of, tag)} />
      {lastError === null ? null : (
        <p className={styles.error}>
          Try {formatCount(lastError.attempt)} failed <Time at={lastError.at} />: {lastError.reason}
          {lastError.sqlstate === null ? null : (
            <>
              {' '}
              <code>{lastError.sqlstate}</code>
            </>
          )}
        </p>
      )}
      {state === 'failed' || state === 'retrying' ? (
        <div className={styles.actions}>
          <RetryPart migrationId={migration.id} task={task} chunk={chunk.n} reason={whyNotChunk(migration)} />
        </div>
      ) : null}
    </>
  )
  if (!named) return <div>{body}</div>
  return (
    <details className={styles.chunk} open={!folded}>
      <summary>
        <span className={styles.summary}>
          Chunk {formatCount(chunk.place + 1)} {tag}
        </span>
      </summary>
      {body}
    </details>
  )
}

/** Of a run that has ended no single chunk can be tried again: the server says so as well, this says it before. */
function whyNotChunk(migration: MigrationDto): string | null {
  return migration.state === 'Failed' ? 'The run has ended: retry the migration.' : whyNot(migration, 'retry')
}

function rowsOf(
  chunk: ChunkDto,
  { maxAttempts, maySeeValues }: Pick<MigrationChunksDto, 'maxAttempts' | 'maySeeValues'>,
  tag: ReactNode,
): { term: string; value: ReactNode }[] {
  const { rows, rejected, bytes, ms, attempt, deaths, lane, startedAt, endedAt } = chunk
  return [
    { term: 'State', value: tag },
    ...(maySeeValues
      ? [
          { term: 'After', value: <Bound of={chunk.lower} open="the beginning" /> },
          { term: 'Up to', value: <Bound of={chunk.upper} open="the end" /> },
        ]
      : [{ term: 'Range', value: 'only for who may see values' }]),
    { term: 'Rows', value: rows === null ? '–' : formatCount(rows) },
    ...(rejected === 0 ? [] : [{ term: 'In quarantine', value: formatCount(rejected) }]),
    { term: 'Data', value: bytes === null ? '–' : <Bytes value={bytes} /> },
    { term: 'Took', value: ms === null ? '–' : formatDuration(ms) },
    { term: 'Tries', value: `${formatCount(attempt)} of ${formatCount(maxAttempts)}` },
    ...(deaths === 0 ? [] : [{ term: 'Workers lost in it', value: formatCount(deaths) }]),
    { term: 'Lane', value: lane === null ? '–' : formatCount(lane + 1) },
    { term: 'Taken', value: startedAt === null ? '–' : <Time at={startedAt} as="clock" /> },
    { term: 'Landed', value: endedAt === null ? '–' : <Time at={endedAt} as="clock" /> },
  ]
}

function Bound({ of, open }: { of: ChunkDto['lower']; open: string }) {
  if (of === null) return open
  return of.map(({ column, value }) => (
    <span key={column} className={styles.bound}>
      {column} <VisibleText value={value} />{' '}
    </span>
  ))
}
