import { expect, test } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
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
  })
  expect(taskEffect(task({}))).toEqual({ verb: 'Create', rest: 'table, then insert' })
})

test('a table that exists is only filled', () => {
  expect(taskEffect(task({ effect: 'fill' }))).toEqual({ verb: 'Insert', rest: 'into the empty table' })
})

test('totals are exact beyond 2^53 and say when a table has no estimate', () => {
  const totals = planTotals({
    tasks: [task({}), task({ rowEstimate: null, effect: 'fill' }), task({ rowEstimate: '1' })],
  })
  expect(totals).toEqual({ rows: 9007199254740994n, bytes: 30n, atLeast: true, created: 2, filled: 1 })
})
