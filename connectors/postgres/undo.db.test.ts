import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { FencedOut, raiseFence, type Writer } from './fence'
import { ensureLedger } from './ledger'
import { insertReceiptSql, readReceipts, withoutRows } from './receipts'
import { sessionTypes } from './session-types'
import { dropHindrances, undoTable } from './undo'
import { beginChunk, commitChunk } from './write'

let target: TestDatabase
let client: pg.Client
let writer: Writer
beforeAll(async () => {
  target = await createTestDatabase()
  client = new pg.Client({ connectionString: target.url, types: sessionTypes })
  await client.connect()
  await ensureLedger(client)
})
beforeEach(async () => {
  await client.query(
    'DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE public.t (n int PRIMARY KEY, body text)',
  )
  writer = { migrationId: randomUUID(), runId: randomUUID(), epoch: 1 }
  await raiseFence(client, writer, randomUUID())
})
afterAll(async () => {
  await client.end()
  await target.drop()
})

const table = { schema: 'public', name: 't' }
const chunk = async (n: number, from: number, to: number, relation = 'public.t') => {
  await beginChunk(client, writer)
  await client.query(`INSERT INTO ${relation} SELECT g FROM generate_series(${from}, ${to}) g`)
  const rows = BigInt(to - from + 1)
  const receipt = {
    ...withoutRows,
    kind: 'chunk',
    task: 0,
    chunk: n,
    relation,
    rowsRead: rows,
    rowsLanded: rows,
    rowsRejected: 0n,
  } as const
  await commitChunk(client, writer, receipt)
}
const left = async (sql = 'SELECT n FROM public.t ORDER BY n') =>
  (await client.query<{ n: number }>(sql)).rows.map((r) => r.n)

describe('undoing a table', () => {
  it('empties one that the migration made, with its receipts', async () => {
    await chunk(0, 1, 5)
    await chunk(1, 6, 9)
    expect(await undoTable(client, writer, { table, made: true })).toEqual({ rows: 9n, isEmpty: true })
    expect(await left()).toEqual([])
    expect(await readReceipts(client, writer)).toEqual([])
  })

  it('takes exactly its own rows: not those of others, nor those that somebody changed since', async () => {
    await client.query('INSERT INTO public.t VALUES (100)')
    await chunk(0, 1, 5)
    await client.query(`UPDATE public.t SET body = 'mine' WHERE n = 3`)
    await client.query('VACUUM (FREEZE) public.t')
    for (const made of [true, false]) {
      const undone = await undoTable(client, writer, { table, made })
      expect(undone).toEqual({ rows: made ? 4n : 0n, isEmpty: false })
      expect(await left()).toEqual([3, 100])
    }
  })

  it('leaves everything as it was when the epoch has passed', async () => {
    await chunk(0, 1, 5)
    await raiseFence(client, { ...writer, epoch: 2 }, randomUUID())
    await expect(undoTable(client, writer, { table, made: true })).rejects.toThrow(FencedOut)
    expect(await left()).toHaveLength(5)
    expect(await readReceipts(client, writer)).toHaveLength(1)
  })

  it('empties a table that another one points to', async () => {
    await client.query('CREATE TABLE public.child (n int REFERENCES public.t)')
    await chunk(0, 1, 5)
    expect(await undoTable(client, writer, { table, made: true })).toEqual({ rows: 5n, isEmpty: true })
  })

  it('of a table that is gone forgets its receipts', async () => {
    await chunk(0, 1, 5)
    await client.query('DROP TABLE public.t')
    expect(await undoTable(client, writer, { table, made: true })).toEqual({ rows: 0n, isEmpty: true })
    expect(await readReceipts(client, writer)).toEqual([])
  })
})

describe('dropping what is in the way', () => {
  it('drops foreign keys and triggers that steps of this migration made, and nobody else’s', async () => {
    await client.query(`
      CREATE TABLE public.child (n int);
      ALTER TABLE public.child ADD CONSTRAINT ours FOREIGN KEY (n) REFERENCES public.t;
      ALTER TABLE public.child ADD CONSTRAINT theirs FOREIGN KEY (n) REFERENCES public.t;
      CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER "Our s" BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
      CREATE TRIGGER theirs BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()`)
    const made = [
      'foreign-key ours on public.child',
      'trigger "Our s" on public.t',
      'sequence-value public.s',
      'table public.t',
    ]
    for (const [n, relation] of made.entries())
      await client.query(insertReceiptSql(writer, { ...withoutRows, kind: 'step', task: -1, chunk: n, relation }))
    expect((await dropHindrances(client, writer, { copied: true })).sort()).toEqual(made.slice(0, 3).sort())
    expect((await readReceipts(client, writer)).map((r) => r.chunk)).toEqual([3])
    const { rows } = await client.query<{ name: string }>(
      `SELECT conname AS name FROM pg_constraint WHERE conname IN ('ours', 'theirs') UNION ALL
       SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`,
    )
    expect(rows.map((r) => r.name)).toEqual(['theirs', 'theirs'])
  })
})
