import { expect, test } from 'vitest'
import type { MigrationProgressDto } from '@/domain/contracts/migration'
import { heroLine } from './hero-line'

const progress: MigrationProgressDto = {
  migrationId: '00000000-0000-4000-8000-000000000001',
  seq: 1,
  at: '2026-11-22T14:05:00.000Z',
  phase: 'copying',
  step: { done: 3, total: 12, current: 'public.orders' },
  totalRows: '100',
  totalIsEstimate: true,
  processedRows: '50',
  failedRows: '0',
  bytes: '1',
  durationMs: 264_000,
  rowsPerSecond: 10,
  bytesPerSecond: 10,
  etaSeconds: null,
  lanes: { active: 1, max: 1 },
  lastChunk: null,
  retriedChunks: 0,
  tables: [],
  errors: [],
}
const none = { stale: false, stoppedBy: null }
const quarantine = { open: 0, accepted: 0, skipped: 0, replayed: 0, quarantinedRows: '0', inReview: false }
type Given = Parameters<typeof heroLine>
const text = (migration: Partial<Given[0]> & Pick<Given[0], 'state' | 'intent'>, at: Given[1], how: Given[2]) => {
  const { before, strong, after } = heroLine({ quarantine, ...migration }, at, how)
  return `${before}${strong ?? ''}${after}`
}
const running = { state: 'Running', intent: 'none' } as const

test('no time left is promised before there is one to promise', () => {
  expect(text(running, progress, none)).toBe('Estimating…')
  expect(text(running, { ...progress, etaSeconds: { low: 180, high: 300 } }, none)).toMatch(
    /^done in 3–5 min, about \d\d:\d\d$/,
  )
})

test('a stale page never shows a time left', () => {
  expect(text(running, { ...progress, etaSeconds: { low: 180, high: 300 } }, { ...none, stale: true })).not.toMatch(
    /min/,
  )
})

test('the work around the rows is named with its step', () => {
  expect(text(running, { ...progress, phase: 'finishing' }, none)).toBe(
    'building indexes and keys, 3 of 12 · public.orders',
  )
})

test('an intent is shown as such, and an end with who asked for it', () => {
  expect(text({ ...running, intent: 'pausing' }, progress, none)).toMatch(/^pausing/)
  expect(text({ state: 'Paused', intent: 'none' }, progress, { ...none, stoppedBy: 'Ada' })).toMatch(/^paused by Ada;/)
  expect(text({ state: 'Paused', intent: 'none' }, progress, none)).toMatch(/^paused;/)
  const review = { ...quarantine, open: 5, inReview: true }
  expect(text({ state: 'Paused', intent: 'none', quarantine: review }, progress, none)).toMatch(/^waits for review;/)
})
