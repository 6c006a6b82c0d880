import { describe, expect, it } from 'vitest'
import type { SchemaTableDto } from '@/domain/contracts/connection'
import { listRows } from './list-rows'

const table = (schema: string, name: string, partitionOf: string | null = null): SchemaTableDto => ({
  schema,
  name,
  kind: partitionOf ? 'partition' : 'table',
  columns: 1,
  rowEstimate: '1',
  sizeBytes: '1',
  hasKey: true,
  partitionOf: partitionOf ? { schema, name: partitionOf } : null,
  references: [],
})
const tables = [
  table('audit', 'log'),
  table('public', 'events'),
  table('public', 'events_2024', 'events'),
  table('public', 'orders'),
  table('public', 'events_2025', 'events'),
]
const told = (search: string) =>
  listRows(tables, search).map((row) =>
    row.kind === 'schema' ? `${row.name}:` : `${row.nested ? '  ' : ' '}${row.table.name}`,
  )

describe('listRows', () => {
  it('puts tables below their schema and partitions below their table', () => {
    expect(told('')).toEqual(['audit:', ' log', 'public:', ' events', '  events_2024', '  events_2025', ' orders'])
  })

  it('finds by any part of the whole name, whatever the case', () => {
    expect(told('PUBLIC.ord')).toEqual(['public:', ' orders'])
    expect(told('audit')).toEqual(['audit:', ' log'])
  })

  it('shows a partition that is found without its table', () => {
    expect(told('2025')).toEqual(['public:', ' events_2025'])
  })
})
