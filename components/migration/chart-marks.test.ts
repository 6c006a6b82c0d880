import { expect, test } from 'vitest'
import type { MigrationEventDto } from '@/domain/contracts/migration'
import type { MigrationEvent } from '@/domain/migration/events'
import { formatDuration } from '../ui/duration'
import { chartMarks } from './chart-marks'

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 14, 0, second)).toISOString()
/** Newest first, as the history has them. */
const history = (...events: [number, MigrationEvent][]): MigrationEventDto[] =>
  events.map(([second, event], seq) => ({ migrationId: 'm', seq, at: at(second), actor: 'Ada', event })).toReversed()

/** What stands beside the lines. */
const beside = (events: MigrationEventDto[]) => chartMarks(events).map(({ at: when, label }) => ({ at: when, label }))

const paused: MigrationEvent = { type: 'MigrationPaused', data: { reason: null } }
const resumed: MigrationEvent = { type: 'MigrationResumed', data: { reason: null, intentCleared: 'none' } }

test('a pause that has ended is one mark with its length', () => {
  expect(beside(history([10, paused], [50, resumed]))).toEqual([
    { at: at(10), label: `paused ${formatDuration(40_000)}` },
  ])
})

test('a pause that goes on is a mark without a length', () => {
  expect(beside(history([10, paused]))).toEqual([{ at: at(10), label: 'paused' }])
})

test('a resume whose pause is older than the events is a mark of its own', () => {
  expect(beside(history([50, resumed]))).toEqual([{ at: at(50), label: 'resumed' }])
})

test('a pause that was only asked for and taken back leaves no mark', () => {
  const back: MigrationEvent = { type: 'MigrationResumed', data: { reason: null, intentCleared: 'pausing' } }
  expect(beside(history([1, { type: 'MigrationPauseRequested', data: { reason: null } }], [2, back]))).toEqual([])
})

test('a changed setting and a new snapshot are marked, oldest first', () => {
  const changes = [{ setting: 'batchSize', before: '1000', after: '2000' }]
  const again = { run: 2, reason: 'x', chunksKept: 5, chunksRedone: 1, rowsRemoved: '1' }
  expect(
    beside(
      history(
        [3, { type: 'MigrationConfigUpdated', data: { changes } }],
        [9, { type: 'SnapshotReplaced', data: again }],
      ),
    ),
  ).toEqual([
    { at: at(3), label: 'batch size 1,000 → 2,000' },
    { at: at(9), label: 'new snapshot' },
  ])
})

test('chunks that changed their size are marked with both sizes, and the reason is kept whole', () => {
  const table = { schema: 'public', name: 'orders' }
  const [mark] = chartMarks(
    history([4, { type: 'ChunkSizeChanged', data: { table, before: 1_000, after: 2_000, reason: 'bytes' } }]),
  )
  expect(mark).toMatchObject({ at: at(4), label: 'chunk 1,000 → 2,000', kind: 'chunks' })
  expect(mark?.why).toBe(
    'Chunks of public.orders have 2,000 rows instead of 1,000: they are not to hold more than 64 MB',
  )
})

test('a pause says why, and how long it took', () => {
  const [mark] = chartMarks(history([10, { type: 'MigrationPaused', data: { reason: 'lunch' } }], [50, resumed]))
  expect(mark?.why).toContain('“lunch”')
  expect(mark?.why).toContain(`Resumed after ${formatDuration(40_000)}`)
})
