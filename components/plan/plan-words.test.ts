import { expect, test } from 'vitest'
import type { Finding, PlanTask } from '@/domain/plan/plan'
import { groupFindings } from './finding-groups'
import { planTotals } from './plan-totals'
import { taskEffect } from './task-effect'

const task = (over: Partial<PlanTask>): PlanTask => ({
  n: 0,
  source: { schema: 'public', name: 'orders' },
  target: { schema: 'public', name: 'orders' },
  effect: 'create',
  columns: [],
  format: 'binary',
  formatReason: null,
  chunking: { kind: 'whole' },
  level: 0,
  rowEstimate: '9007199254740993',
  sizeBytes: '10',
  creates: { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
  ...over,
})

test('a table that is made is told with all that comes with it', () => {
  const creates = { indexes: 3, constraints: 1, foreignKeys: 2, triggers: 0 }
  expect(taskEffect(task({ creates }))).toEqual({
    verb: 'Create',
    rest: 'table, 3 indexes, 1 constraint, 2 foreign keys, then insert',
    tone: 'ok',
  })
  expect(taskEffect(task({}))).toEqual({ verb: 'Create', rest: 'table, then insert', tone: 'ok' })
})

test('a table that exists is only filled', () => {
  expect(taskEffect(task({ effect: 'fill' }))).toEqual({ verb: 'Insert', rest: 'into the existing table', tone: 'ok' })
})

test('a table that exists says what happens to the rows that are there', () => {
  const verbs = (['append', 'truncate', 'fail-if-not-empty'] as const).map(
    (mode) => taskEffect(task({ effect: 'fill', writeMode: { mode } })).verb,
  )
  expect(verbs).toEqual(['Append', 'Truncate', 'Insert'])
  expect(taskEffect(task({ effect: 'fill', writeMode: { mode: 'upsert', key: ['id'] } })).rest).toContain('same id')
})

test('a table that is emptied is told with what it holds', () => {
  const emptied = task({ effect: 'fill', writeMode: { mode: 'truncate' } })
  expect(taskEffect(emptied, '16 rows, 16 kB')).toEqual({
    verb: 'Truncate',
    rest: 'the existing table (16 rows, 16 kB), then insert',
    tone: 'bad',
  })
})

test('totals are exact beyond 2^53 and say when a table has no estimate', () => {
  const totals = planTotals({
    tasks: [task({}), task({ rowEstimate: null, effect: 'fill' }), task({ rowEstimate: '1' })],
    findings: [],
  })
  expect(totals).toEqual({ rows: 9007199254740994n, bytes: 30n, atLeast: true, created: 2, filled: 1, emptied: [] })
})

test('a table that is emptied is named with what stands there, as preflight counted it', () => {
  const truncated = task({ effect: 'fill', writeMode: { mode: 'truncate' } })
  const warned = finding('orders', { id: 'truncate:public.orders', severity: 'warning', evidence: '9,310 rows, 3 MB' })
  expect(planTotals({ tasks: [truncated, task({ effect: 'fill' })], findings: [warned] }).emptied).toEqual([
    { name: 'public.orders', there: '9,310 rows, 3 MB' },
  ])
})

const finding = (name: string, over: Partial<Finding> = {}): Finding => ({
  id: `empty ${name}`,
  severity: 'blocker',
  title: `public.${name} in the target is not empty.`,
  detail: 'Rows that are there would clash.',
  evidence: null,
  fix: 'Empty it.',
  sql: null,
  table: { schema: 'public', name },
  ...over,
})

test('findings that say the same of many tables are one item, few of them stay apart', () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => finding(name))
  expect(groupFindings(four)).toEqual([{ first: four[0], more: four.slice(1) }])
  expect(groupFindings(four.slice(1))).toHaveLength(3)
})

test('a finding with a statement of its own, or of another severity, is never put together', () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => finding(name, { sql: `TRUNCATE ${name}` }))
  expect(groupFindings(four)).toHaveLength(4)
  const mixed = ['a', 'b', 'c'].map((name) => finding(name))
  expect(groupFindings([...mixed, finding('d', { severity: 'warning' })])).toHaveLength(4)
})
