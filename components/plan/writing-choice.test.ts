import { expect, test } from 'vitest'
import type { Finding, PlanTask } from '@/domain/plan/plan'
import { describeWriting } from './write-words'
import { chooseFor, writingAsked } from './writing-choice'

const orders = { schema: 'public', name: 'orders' }
const task = (over: Partial<PlanTask>): PlanTask => ({
  n: 0,
  source: orders,
  target: orders,
  effect: 'fill',
  columns: [],
  format: 'binary',
  formatReason: null,
  chunking: { kind: 'whole' },
  level: 0,
  rowEstimate: '1',
  sizeBytes: '1',
  creates: { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
  ...over,
})
const finding = (id: string, over: Partial<Finding> = {}): Finding => ({
  id,
  severity: 'blocker',
  title: '',
  detail: '',
  evidence: null,
  fix: null,
  sql: null,
  table: orders,
  ...over,
})

test('a finding asks for the part of the choice that it is about', () => {
  const asked = ['target-not-empty', 'target-triggers', 'truncate', 'upsert-key', 'target-kind'].map((code) =>
    writingAsked(finding(`${code}:public.orders`)),
  )
  expect(asked).toEqual(['mode', 'triggers', 'way', 'way', null])
  expect(writingAsked(finding('target-triggers:public.orders', { severity: 'passed' }))).toBeNull()
  expect(writingAsked(finding('truncate:public.orders', { table: null }))).toBeNull()
})

test('another mode keeps what was chosen for triggers and drops the key; another word on triggers keeps mode and key', () => {
  const upserted = task({ writeMode: { mode: 'upsert', key: ['id'] }, triggers: 'replica' })
  expect(chooseFor([orders], [upserted], { mode: 'append' })).toEqual([
    { table: orders, choice: { mode: 'append', triggers: 'replica' } },
  ])
  expect(chooseFor([orders], [upserted], { triggers: 'let-fire' })).toEqual([
    { table: orders, choice: { mode: 'upsert', key: ['id'], triggers: 'let-fire' } },
  ])
  expect(chooseFor([orders], [], { triggers: 'let-fire' })[0]?.choice.mode).toBe('fail-if-not-empty')
})

test('a choice is told in a few words', () => {
  expect(describeWriting({ mode: 'upsert', key: ['a', 'b'], triggers: 'replica' })).toBe(
    'upsert by a, b, triggers silent',
  )
  expect(describeWriting({ mode: 'fail-if-not-empty' })).toBe('only where empty')
})
