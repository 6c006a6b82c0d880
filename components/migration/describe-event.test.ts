import { expect, test } from 'vitest'
import { type MigrationEvent, migrationEventSchema } from '@/domain/migration/events'
import { describeEvent, type Phrase } from './describe-event'

const text = (phrase: Phrase) => phrase.map((part) => (typeof part === 'string' ? part : part.code)).join('')
const orders = { schema: 'public', name: 'orders' }

/** One event of each type, as the engine would record it. */
const one: { [T in MigrationEvent['type']]: Extract<MigrationEvent, { type: T }>['data'] } = {
  MigrationCreated: { name: 'crm → warehouse' },
  MigrationPlanRequested: {},
  MigrationPlanned: { planHash: '7f3ac1d0', tables: 5, warnings: 1 },
  MigrationPlanBlocked: { planHash: '7f3ac1d0', blockers: 1 },
  MigrationPlanFailed: { reason: 'The source did not answer.', fix: 'Test the connection.' },
  FindingsAcknowledged: { planHash: '7f3ac1d0', findings: [{ id: 'a', title: 'No key' }] },
  FindingsWaived: {
    planHash: '7f3ac1d0',
    findings: [{ id: 'a', title: 'n is narrower', evidence: 'integer to smallint' }],
    reason: 'n is a month',
  },
  WritingChosen: {
    planHash: '7f3ac1d0',
    tables: 2,
    choices: [{ table: orders, choice: { mode: 'upsert', key: ['id'], triggers: 'replica' } }],
  },
  MigrationStarted: { run: 2, planHash: '7f3ac1d0', reason: 'rehearsal' },
  MigrationPauseRequested: { reason: null },
  MigrationPaused: { reason: 'lunch' },
  MigrationResumed: { reason: null, intentCleared: 'none' },
  MigrationCancelRequested: { reason: null },
  MigrationCancelled: { reason: null },
  MigrationCompleted: { rows: '9223372036854775807', tables: 5, durationMs: 264_000 },
  MigrationReviewNeeded: { rows: '3' },
  MigrationRetryRequested: { scope: 'chunk', task: 0, chunk: 4, rows: null, reason: 'the disk is larger now' },
  RejectsAccepted: { rows: 3, reason: null },
  RejectsSkipped: { rows: 1, reason: 'a test account' },
  RejectReplayRequested: { rejectId: '00000000-0000-4000-8000-000000000001', columns: ['email'], reason: null },
  ChunkSizeChanged: { table: orders, before: 1_000, after: 2_000, reason: 'time' },
  RowsQuarantined: { table: orders, chunk: 4, rows: 3, sqlstates: ['23505'] },
  RejectsReplayed: { table: orders, rows: 2, fixed: 1 },
  ReplayRefused: {
    table: orders,
    rejectId: '00000000-0000-4000-8000-000000000001',
    sqlstate: '23514',
    reason: 'The row breaks a check of the target table.',
  },
  ConstraintKeptNotValid: { table: orders, identity: 'orders_customer_fk', rows: '2' },
  MigrationFailed: { reason: 'The target is full.', fix: 'Make room.' },
  MigrationConfigUpdated: { changes: [{ setting: 'batchSize', before: '1000', after: '2000' }] },
  MigrationAccessGranted: { userId: 'u', name: 'Ada', level: 'operator' },
  MigrationAccessRevoked: { userId: 'u', name: 'Ada' },
  RunTakenOver: { run: 2, epoch: 7, workerId: 'w2', afterMs: 6_000 },
  SnapshotReplaced: {
    run: 2,
    reason: 'The snapshot died with its worker.',
    chunksKept: 40,
    chunksRedone: 2,
    rowsRemoved: '739412',
  },
  SnapshotTaken: { snapshot: '00000003-0000001B-1', lsn: '0/15E3F98' },
  SnapshotReleased: { snapshot: '00000003-0000001B-1', reason: 'Paused for 15 minutes.' },
  TableCompleted: { table: orders, rows: '520114', verdict: 'equal' },
  TableFailed: { table: orders, reason: 'relation is gone' },
  ChunkRetried: { table: orders, chunk: 13, attempt: 1, sqlstate: '40P01', reason: 'deadlock detected', delayMs: 800 },
  StepFailed: { kind: 'foreign-key', identity: 'orders_customer_fk', sqlstate: '23503', reason: 'key is missing' },
}

test('every type of event is told in plain words, without its internal name', () => {
  for (const [type, data] of Object.entries(one)) {
    const event = migrationEventSchema.parse({ type, data })
    const told = text(describeEvent(event).phrase)
    expect(told.length).toBeGreaterThan(5)
    expect(told).not.toMatch(/undefined|NaN|\[object/)
    expect(told).not.toContain(type)
  }
})

test('counts beyond 2^53 are told exactly', () => {
  const told = describeEvent({ type: 'MigrationCompleted', data: one.MigrationCompleted })
  expect(text(told.phrase)).toContain('9,223,372,036,854,775,807 rows')
})

test('a changed setting is told with its name, before and after', () => {
  const told = (changes: { setting: string; before: string; after: string }[]) =>
    text(describeEvent({ type: 'MigrationConfigUpdated', data: { changes } }).phrase)
  expect(told([{ setting: 'batchSize', before: '1000', after: '2000' }])).toBe(
    'Settings changed: Batch size 1,000 → 2,000',
  )
  expect(told([{ setting: 'maxBytesPerSecond', before: 'null', after: '2000000' }])).toMatch(
    /Throttle no limit → 2\sMB\/s/,
  )
  expect(told([{ setting: 'fromAFuture', before: 'not json', after: '"x"' }])).toContain('fromAFuture not json → "x"')
})

test('a reason and a fix are kept', () => {
  expect(describeEvent({ type: 'MigrationFailed', data: one.MigrationFailed }).detail).toBe('Make room.')
  expect(describeEvent({ type: 'MigrationPaused', data: { reason: 'lunch' } }).detail).toBe('“lunch”')
})
