import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
import { findGap } from '@/domain/transfer/chunk-cover'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { openSession } from './connect'
import { copyAcross } from './copy'
import { copyInSql, copyOutSql, countRows, nextUpperBound } from './read'
import type { Bounds } from './receipts'

const free = { spend: () => undefined }

let database: TestDatabase
let source: pg.Client
let target: pg.Client
const open = () => {
  const { hostname, port, pathname, username, password } = new URL(database.url)
  const address = { host: hostname, port: Number(port), database: pathname.slice(1), user: username, password }
  return openSession({ ...address, tls: 'disable' }, { applicationName: 'test' })
}
beforeAll(async () => {
  database = await createTestDatabase()
  source = await open()
  target = await open()
  await source.query(`
    CREATE TYPE public.size AS ENUM ('small', 'large', 'Large', 'last');
    CREATE COLLATION public.numeric_order (provider = icu, locale = 'und-u-kn-true')`)
})
afterAll(async () => {
  await source.end()
  await target.end()
  await database.drop()
})

const table = { schema: 'public', name: 'odd "Table" %' }
const name = `public."odd ""Table"" %"`
const copyName = { schema: 'public', name: 'copied' }

function taskOf(columns: string[], chunking: PlanTask['chunking'], format: PlanTask['format'] = 'binary'): PlanTask {
  return {
    n: 0,
    source: table,
    target: copyName,
    effect: 'create',
    columns: columns.map((column) => ({ name: column, type: '', identityAlways: false })),
    format,
    formatReason: null,
    chunking,
    level: 0,
    rowEstimate: null,
    sizeBytes: '0',
    creates: { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
  }
}

async function cutAll(task: PlanTask, rows: number): Promise<Bounds[]> {
  const bounds: Bounds[] = []
  for (let lower: readonly string[] | null = null; ; ) {
    const upper: readonly string[] | null = await nextUpperBound(source, task, { lower, rows, blockRows: 3 })
    bounds.push({ lower, upper })
    if (upper === null) return bounds
    lower = upper
  }
}

/** Cuts a table into chunks, copies each, and answers how many there were: every row must be there once. */
async function copyInChunks(task: PlanTask, rows: number): Promise<bigint[]> {
  await source.query(`DROP TABLE IF EXISTS public.copied; CREATE TABLE public.copied (LIKE ${name})`)
  const bounds = await cutAll(task, rows)
  expect(findGap(bounds)).toBe(null)
  const sizes: bigint[] = []
  for (const chunk of bounds) {
    const copied = await copyAcross({
      source,
      target,
      out: copyOutSql(task, chunk),
      into: copyInSql(task),
      throttle: free,
      signal: new AbortController().signal,
      cancelSource: async () => undefined,
    })
    expect(copied.rowsRead).toBe(copied.rowsLanded)
    sizes.push(copied.rowsLanded)
  }
  const { rows: different } = await source.query(
    `(TABLE ONLY ${name} EXCEPT ALL TABLE public.copied) UNION ALL (TABLE public.copied EXCEPT ALL TABLE ONLY ${name})`,
  )
  expect(different).toEqual([])
  expect(sizes.reduce((sum, n) => sum + n, 0n)).toBe(await countRows(source, table))
  return sizes
}

const make = (sql: string) => source.query(`DROP TABLE IF EXISTS ${name} CASCADE; ${sql.replaceAll('$t', name)}`)

describe('chunks', () => {
  it.each([
    ['bigint', `n * 7919 - 5000000000`],
    ['numeric', `(n - 50) / 7.0`],
    ['text', `chr(945 + n % 20) || chr(39) || chr(92) || n`],
    ['text COLLATE public.numeric_order', `'a' || n`],
    ['timestamptz', `'epoch'::timestamptz + (n - 50) * interval '1 year 1.000001 s'`],
    ['uuid', `md5(n::text)::uuid`],
    ['bytea', `decode(md5(n::text), 'hex')`],
    ['float8', `CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' WHEN 3 THEN '-Infinity' ELSE n / 3.0 END::float8`],
    ['date', `CASE n WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' ELSE 'epoch'::date + n END::date`],
    ['inet', `'10.0.0.0'::inet + n`],
    ['int[]', `ARRAY[n % 3, NULL, n]`],
  ])('by a key of %s hold every row once', async (type, value) => {
    await make(
      `CREATE TABLE $t (k ${type} PRIMARY KEY, n int); INSERT INTO $t SELECT ${value}, n FROM generate_series(1, 100) n`,
    )
    const [plain = ''] = type.split(' COLLATE')
    const task = taskOf(['k', 'n'], { kind: 'key', columns: [{ name: 'k', type: plain }], index: '' })
    for (const rows of [1, 7, 50, 99, 100, 101]) {
      const sizes = await copyInChunks(task, rows)
      expect(sizes).toHaveLength(Math.max(1, Math.ceil(100 / rows)))
      expect(Math.max(...sizes.map(Number))).toBe(Math.min(rows, 100))
    }
  })

  it('by a key of several columns, an enum and quotes in its names among them, hold every row once', async () => {
    await make(`CREATE TABLE $t ("a ""1""" public.size, "B" text, c int, PRIMARY KEY ("a ""1""", "B", c));
      INSERT INTO $t SELECT (enum_range(NULL::public.size))[n % 4 + 1], 'x' || n % 3, n FROM generate_series(1, 120) n`)
    const columns = [
      { name: 'a "1"', type: 'public.size' },
      { name: 'B', type: 'text' },
      { name: 'c', type: 'integer' },
    ]
    const task = taskOf(['a "1"', 'B', 'c'], { kind: 'key', columns, index: '' }, 'text')
    for (const rows of [1, 11, 40, 500]) await copyInChunks(task, rows)
  })

  it('by physical ranges hold every row once, also where rows were deleted', async () => {
    await make(`CREATE TABLE $t (n int, body text); INSERT INTO $t SELECT n, repeat('x', 900) FROM generate_series(1, 500) n;
      DELETE FROM $t WHERE n % 3 = 0 OR n BETWEEN 100 AND 200`)
    for (const rows of [1, 9, 60, 10_000]) await copyInChunks(taskOf(['n', 'body'], { kind: 'ctid' }), rows)
  })

  it('of an empty table are one', async () => {
    await make('CREATE TABLE $t (n int PRIMARY KEY)')
    const columns = [{ name: 'n', type: 'integer' }]
    expect(await copyInChunks(taskOf(['n'], { kind: 'key', columns, index: '' }), 10)).toEqual([0n])
    expect(await copyInChunks(taskOf(['n'], { kind: 'ctid' }), 10)).toEqual([0n])
    expect(await copyInChunks(taskOf(['n'], { kind: 'whole' }), 10)).toEqual([0n])
  })

  it('of an inheritance parent leave its children’s rows alone', async () => {
    await make(`CREATE TABLE $t (n int PRIMARY KEY); CREATE TABLE public.child () INHERITS ($t);
      INSERT INTO $t SELECT generate_series(1, 30); INSERT INTO public.child SELECT generate_series(1, 99)`)
    const columns = [{ name: 'n', type: 'integer' }]
    expect(await copyInChunks(taskOf(['n'], { kind: 'key', columns, index: '' }), 20)).toEqual([20n, 10n])
    expect(await copyInChunks(taskOf(['n'], { kind: 'ctid' }), 1000)).toEqual([30n])
  })
})

describe('a copy that fails', () => {
  const whole = { lower: null, upper: null }
  const pair = (signal = new AbortController().signal) => ({
    source,
    target,
    throttle: free,
    signal,
    cancelSource: async () => {
      const { processID } = source as pg.Client & { processID: number }
      const other = new pg.Client({ connectionString: database.url })
      await other.connect()
      await other.query('SELECT pg_cancel_backend($1)', [processID])
      await other.end()
    },
  })
  const isUsable = async (client: pg.Client) =>
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  const usable = () => Promise.all([source, target].map(isUsable))
  const landed = async () => (await source.query<{ n: string }>('SELECT count(*) AS n FROM public.copied')).rows[0]?.n
  /** A row that was cut off leaves a session that nobody can speak to any more. */
  const again = async () => {
    await target.end()
    target = await open()
  }

  it('on the target says so and leaves the source in order', async () => {
    await make(
      `CREATE TABLE $t (n int, body text); INSERT INTO $t SELECT n, repeat('x', 500) FROM generate_series(1, 60000) n`,
    )
    await source.query(`DROP TABLE public.copied; CREATE TABLE public.copied (n int CHECK (n < 20), body text)`)
    const task = taskOf(['n', 'body'], { kind: 'whole' })
    const copying = copyAcross({ ...pair(), out: copyOutSql(task, whole), into: copyInSql(task) })
    await expect(copying).rejects.toMatchObject({ side: 'target', cause: { code: '23514' } })
    await isUsable(source)
    await again()
    expect(await landed()).toBe('0')
  })

  it('on the source says so and leaves both sessions in order', async () => {
    const task = taskOf(['n', 'body'], { kind: 'whole' })
    const out = `COPY (SELECT 1 / (30000 - n), body FROM ${name}) TO STDOUT (FORMAT binary)`
    await source.query('DROP TABLE public.copied; CREATE TABLE public.copied (n int, body text)')
    const copying = copyAcross({ ...pair(), out, into: copyInSql(task) })
    await expect(copying).rejects.toMatchObject({ side: 'source', cause: { code: '22012' } })
    await usable()
    expect(await landed()).toBe('0')
  })

  it('before it begins says on which side', async () => {
    const task = taskOf(['n', 'nowhere'], { kind: 'whole' })
    await expect(copyAcross({ ...pair(), out: copyOutSql(task, whole), into: copyInSql(task) })).rejects.toMatchObject({
      side: 'target',
      cause: { code: '42703' },
    })
    const into = copyInSql(taskOf(['n', 'body'], { kind: 'whole' }))
    await expect(copyAcross({ ...pair(), out: copyOutSql(task, whole), into })).rejects.toMatchObject({
      side: 'source',
      cause: { code: '42703' },
    })
    await usable()
  })

  it('because it is stopped lands nothing', async () => {
    const stop = new AbortController()
    const task = taskOf(['n', 'body'], { kind: 'whole' })
    const throttle = {
      spend: () => {
        stop.abort()
        return undefined
      },
    }
    const stopping = { ...pair(stop.signal), throttle, out: copyOutSql(task, whole), into: copyInSql(task) }
    await expect(copyAcross(stopping)).rejects.toMatchObject({ side: 'stopped' })
    await isUsable(source)
    await again()
    expect(await landed()).toBe('0')
  })

  it('because it is stopped while the target waits for a lock lands nothing', async () => {
    const locking = await open()
    await locking.query('BEGIN; LOCK TABLE public.copied IN ACCESS EXCLUSIVE MODE')
    const stop = new AbortController()
    const task = taskOf(['n', 'body'], { kind: 'whole' })
    const copying = copyAcross({ ...pair(stop.signal), out: copyOutSql(task, whole), into: copyInSql(task) })
    setTimeout(() => stop.abort(), 100)
    await expect(copying).rejects.toMatchObject({ side: 'stopped' })
    await locking.end()
    await isUsable(source)
    await again()
    expect(await landed()).toBe('0')
  })
})
