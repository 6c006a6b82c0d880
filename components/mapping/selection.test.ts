import { expect, test } from 'vitest'
import type { SchemaTableDto } from '@/domain/contracts/connection'
import { missingReferences } from './missing-references'
import { keyOf, pickableTables } from './pickable-tables'
import { choose, chosenKeys, convert, everything, type Selection, selectionContent } from './selection'

const table = (name: string, over: Partial<SchemaTableDto> = {}): SchemaTableDto => ({
  schema: 'public',
  name,
  kind: 'table',
  columns: 3,
  rowEstimate: '10',
  sizeBytes: '100',
  hasKey: true,
  partitionOf: null,
  references: [],
  ...over,
})
const to = (name: string) => ({ schema: 'public', name })
const tables = pickableTables([
  table('customers'),
  table('orders', { references: [to('customers')] }),
  table('events', { kind: 'partitioned', rowEstimate: '25', sizeBytes: '0' }),
  table('events_2024', { kind: 'partition', partitionOf: to('events'), references: [to('customers')] }),
  table('events_2025', { kind: 'partition', partitionOf: to('events'), rowEstimate: '15', hasKey: false }),
])
const named = (name: string) => tables.filter((each) => each.name === name)
const names = (selection: Selection) =>
  tables.filter((each) => chosenKeys(selection, tables).has(each.key)).map((each) => each.name)

test('a partitioned table stands for its partitions, with their rows, bytes and references', () => {
  expect(tables.map((each) => each.name)).toEqual(['customers', 'orders', 'events'])
  expect(named('events')[0]).toMatchObject({ partitions: 2, rows: 25n, bytes: 200n, hasKey: false })
  expect(named('events')[0]?.references).toEqual([keyOf(to('customers'))])
})

test('a partition whose parent is not listed is chosen by itself', () => {
  expect(pickableTables([table('p', { kind: 'partition', partitionOf: to('gone') })])).toHaveLength(1)
})

test('everything is chosen until something is left out', () => {
  expect(names(everything)).toEqual(['customers', 'orders', 'events'])
  const without = choose(everything, named('orders'), false)
  expect(names(without)).toEqual(['customers', 'events'])
  expect(selectionContent(without, tables)).toEqual({ tables: { kind: 'everything', except: [to('orders')] } })
  expect(choose(without, named('orders'), true)).toEqual(everything)
})

test('the other reading keeps the same tables', () => {
  const without = choose(everything, named('orders'), false)
  const only = convert(without, 'tables', tables)
  expect(names(only)).toEqual(names(without))
  expect(selectionContent(only, tables)).toEqual({
    tables: { kind: 'tables', only: [to('customers'), to('events')] },
  })
  expect(convert(only, 'everything', tables)).toEqual(without)
})

test('choosing nothing is no mapping', () => {
  expect(selectionContent({ kind: 'tables', named: [] }, tables)).toBeNull()
  expect(selectionContent(choose(everything, tables, false), tables)).toBeNull()
})

test('a name that the source no longer has is dropped', () => {
  expect(selectionContent({ kind: 'tables', named: [to('gone'), to('orders')] }, tables)).toEqual({
    tables: { kind: 'tables', only: [to('orders')] },
  })
})

test('a table that is left out although others point to it is told, with those that do', () => {
  const missing = missingReferences(tables, chosenKeys(choose(everything, named('customers'), false), tables))
  expect(missing.map(({ to: left, from }) => [left.name, from.map((each) => each.name)])).toEqual([
    ['customers', ['orders', 'events']],
  ])
  expect(missingReferences(tables, chosenKeys(everything, tables))).toEqual([])
})
