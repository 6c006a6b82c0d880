import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { nextUpperBound } from './read'

let source: TestDatabase
let client: pg.Client

beforeAll(async () => {
  source = await createTestDatabase()
  client = new pg.Client({ connectionString: source.url })
  await client.connect()
  await client.query('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1250)')
})
afterAll(async () => {
  await client.end()
  await source.drop()
})

const table = { schema: 'public', name: 't' }
const task: PlanTask = {
  n: 0,
  source: table,
  target: table,
  effect: 'create',
  columns: [{ name: 'id', type: 'integer', identityAlways: false }],
  format: 'binary',
  formatReason: null,
  chunking: { kind: 'key', columns: [{ name: 'id', type: 'integer' }], index: randomUUID() },
  level: 0,
  rowEstimate: '1250',
  sizeBytes: '65536',
  creates: { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
}
const cut = (lower: readonly string[] | null) => nextUpperBound(client, task, { lower, rows: 200, blockRows: 1 })

describe('cutting a chunk by its key', () => {
  it('counts rows in the order of the key, not of its digits', async () => {
    const bounds: (readonly string[] | null)[] = []
    for (let lower = await cut(null); lower !== null; lower = await cut(lower)) bounds.push(lower)
    expect(bounds).toEqual([['200'], ['400'], ['600'], ['800'], ['1000'], ['1200']])
  })
})
