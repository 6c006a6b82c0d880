import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
import { withClient } from '@/testbed/server'
import { createTestDatabase } from '@/testbed/test-database'
import { raiseFence, type Writer } from './fence'
import { ensureLedger } from './ledger'
import { insertReceiptSql } from './receipts'
import { undoChunksOf, undoTable } from './undo'
import { landIncoming, openIncoming } from './upsert'
import { beginChunk } from './write'

/** Values whose text is easily got wrong: fractions, endless numbers, odd arrays, composites, quotes, generated and dropped columns. */
const table = `
  CREATE TYPE public.place AS (x float8, name text);
  CREATE TABLE public.things (gone int, id int PRIMARY KEY, f float8, n numeric, at timestamptz, tags text[], spot public.place,
    raw bytea, doc jsonb, half int GENERATED ALWAYS AS (id / 2) STORED);
  ALTER TABLE public.things DROP COLUMN gone;
  INSERT INTO public.things VALUES
    (1, 0.1::float8 + 0.2, 'NaN', 'infinity', '[0:1]={a,NULL}', ROW(1e-300, 'a "b", (c)\\\\'), '\\x00ff', '{"k": [1, null]}'),
    (2, '-0', 12345678901234567890.000, '0044-03-15 BC', '{}', NULL, NULL, NULL),
    (3, NULL, NULL, NULL, NULL, ROW(NULL, NULL), '', 'null')`
const task = {
  n: 4,
  target: { schema: 'public', name: 'things' },
  columns: ['id', 'f', 'tags'].map((name) => ({ name, type: '', identityAlways: false })),
} as unknown as PlanTask
const everything = 'SELECT (t.*)::text AS row FROM public.things t ORDER BY id'

async function chunk(client: pg.Client, writer: Writer, n: number, values: string): Promise<bigint> {
  await beginChunk(client, writer)
  await openIncoming(client, task)
  await client.query(`INSERT INTO pg_temp.godwit_incoming (id, f, tags) VALUES ${values}`)
  const landed = await landIncoming(client, writer, { task, key: ['id'], chunk: n })
  const rows = { rowsRead: landed, rowsLanded: landed, rowsRejected: 0n, bytes: 0n, sourceDigest: null }
  const receipt = { kind: 'chunk', task: 4, chunk: n, relation: 'public.things', ...rows } as const
  await client.query(`${insertReceiptSql(writer, { ...receipt, bounds: { lower: null, upper: null } })}; COMMIT`)
  return landed
}

async function inTarget(test: (client: pg.Client, writer: Writer, before: unknown[]) => Promise<void>): Promise<void> {
  const target = await createTestDatabase()
  await withClient(target.url, async (client) => {
    await client.query(`SET search_path = ''; SET extra_float_digits = 3; ${table}`)
    await ensureLedger(client)
    const writer = { migrationId: randomUUID(), runId: randomUUID(), epoch: 1 }
    await raiseFence(client, writer, randomUUID())
    const { rows: before } = await client.query(everything)
    await test(client, writer, before)
  })
  await target.drop()
}

const images = async (client: pg.Client) =>
  (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM godwit.before')).rows[0]?.n

describe('rows that an upsert replaced', () => {
  it('get every value back when a table is undone, and rows that it added go', async () => {
    await inTarget(async (client, writer, before) => {
      expect(await chunk(client, writer, 0, `(1, 7, '{x}'), (2, 7, NULL), (9, 7, NULL)`)).toBe(3n)
      expect(await images(client)).toBe(2)
      await undoTable(client, writer, { table: task.target, made: false })
      expect((await client.query(everything)).rows).toEqual(before)
      expect(await images(client)).toBe(0)
    })
  })

  it('get it back chunk by chunk, and others stay replaced', async () => {
    await inTarget(async (client, writer, before) => {
      await chunk(client, writer, 0, `(1, 7, '{x}'), (8, 7, NULL)`)
      await chunk(client, writer, 1, `(2, 7, '{x}'), (9, 7, NULL)`)
      await undoChunksOf(client, writer, { relation: 'public.things', task: 4, chunks: [0] })
      const { rows } = await client.query<{ row: string }>(everything)
      expect(rows[0]).toEqual(before[0])
      expect(rows[1]).not.toEqual(before[1])
      expect(rows.map(({ row }) => row.slice(1, 2))).toEqual(['1', '2', '3', '9'])
      expect(await images(client)).toBe(1)
    })
  })

  it('that somebody changed since are theirs, and stay', async () => {
    await inTarget(async (client, writer, before) => {
      await chunk(client, writer, 0, `(1, 7, '{x}'), (2, 7, '{x}')`)
      await client.query(`UPDATE public.things SET n = 5 WHERE id = 1`)
      await undoTable(client, writer, { table: task.target, made: false })
      const { rows } = await client.query<{ row: string }>(everything)
      expect(rows[0]?.row).toMatch(/^\(1,7,5,/)
      expect(rows.slice(1)).toEqual(before.slice(1))
    })
  })
})
