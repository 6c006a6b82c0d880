import { expect, test } from 'vitest'
import type { MigrationEventDto } from '@/domain/contracts/migration'
import type { MigrationEvent } from '@/domain/migration/events'
import { planFailure, snapshotLost, snapshotReplaced, startedBy, stoppedBy } from './read-history'

/** Newest first, as the history has them; each event with who did it. */
const history = (...events: [string, MigrationEvent][]): MigrationEventDto[] =>
  events
    .map(([actor, event], seq) => ({
      migrationId: 'm',
      seq: seq + 1,
      at: `2026-11-22T14:0${seq}:00.000Z`,
      actor,
      event,
    }))
    .toReversed()

const started: MigrationEvent = { type: 'MigrationStarted', data: { run: 2, planHash: 'abc', reason: null } }
const askedToPause: MigrationEvent = { type: 'MigrationPauseRequested', data: { reason: null } }
const paused: MigrationEvent = { type: 'MigrationPaused', data: { reason: null } }
const resumed: MigrationEvent = { type: 'MigrationResumed', data: { reason: null, intentCleared: 'none' } }

test('a pause belongs to the person who asked for it, not to the worker that reports it', () => {
  expect(stoppedBy(history(['Ada', started], ['Bob', askedToPause], ['Godwit', paused]))).toBe('Bob')
  expect(startedBy(history(['Ada', started], ['Bob', askedToPause]))).toBe('Ada')
})

test('a pause that nobody asked for is nobody’s, whoever asked for an earlier one', () => {
  expect(stoppedBy(history(['Ada', started], ['Godwit', paused]))).toBeNull()
  expect(stoppedBy(history(['Bob', askedToPause], ['Godwit', paused], ['Ada', resumed], ['Godwit', paused]))).toBeNull()
})

test('a snapshot is lost when it was released after it was last taken', () => {
  const taken: MigrationEvent = { type: 'SnapshotTaken', data: { snapshot: 's1', lsn: null } }
  const released: MigrationEvent = { type: 'SnapshotReleased', data: { snapshot: 's1', reason: 'held too long' } }
  expect(snapshotLost(history(['Godwit', taken]))).toBe(false)
  expect(snapshotLost(history(['Godwit', taken], ['Godwit', released]))).toBe(true)
  expect(snapshotLost(history(['Godwit', taken], ['Godwit', released], ['Godwit', taken]))).toBe(false)
})

test('only the present run’s starting again counts', () => {
  const again: MigrationEvent = {
    type: 'SnapshotReplaced',
    data: { run: 1, reason: 'x', chunksKept: 1, chunksRedone: 2, rowsRemoved: '5' },
  }
  expect(snapshotReplaced(history(['Godwit', again]), 1)).toMatchObject({ chunksKept: 1, chunksRedone: 2 })
  expect(snapshotReplaced(history(['Godwit', again]), 2)).toBeNull()
})

test('a plan that failed is told until the next attempt', () => {
  const failed: MigrationEvent = { type: 'MigrationPlanFailed', data: { reason: 'no answer', fix: 'test it' } }
  const requested: MigrationEvent = { type: 'MigrationPlanRequested', data: {} }
  expect(planFailure(history(['Godwit', failed]))).toEqual({ reason: 'no answer', fix: 'test it' })
  expect(planFailure(history(['Godwit', failed], ['Ada', requested]))).toBeNull()
  expect(planFailure([])).toBeNull()
})
