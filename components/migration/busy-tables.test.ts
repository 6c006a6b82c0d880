import { expect, test } from 'vitest'
import type { TableProgressDto } from '@/domain/contracts/migration'
import { busyTables } from './busy-tables'

const table = (n: number, state: TableProgressDto['state']): TableProgressDto => ({
  n,
  source: { schema: 'public', name: `t${n}` },
  target: { schema: 'public', name: `t${n}` },
  state,
  totalRows: '1',
  totalIsEstimate: false,
  processedRows: '0',
  failedRows: '0',
  bytes: '0',
  rowsPerSecond: null,
  retriedChunks: 0,
  chunks: [],
  verdict: 'pending',
  reason: null,
})

test('few tables are all shown as they are', () => {
  const tables = [table(0, 'done'), table(1, 'copying')]
  expect(busyTables(tables, 12)).toBe(tables)
})

test('of many tables the failed and the running ones are shown, in the order of the plan', () => {
  const tables = [table(0, 'done'), table(1, 'waiting'), table(2, 'copying'), table(3, 'waiting'), table(4, 'failed')]
  expect(busyTables(tables, 3).map(({ n }) => n)).toEqual([1, 2, 4])
})
