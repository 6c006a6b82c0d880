import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { WriteChoice } from '@/domain/plan/write-mode'
import { withClient } from '@/testbed/server'
import type { TestDatabase } from '@/testbed/test-database'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'
import { bundleWorkerProcess, type Program } from './testing/spawn-worker'

const timing = { leaseMs: 1_200, heartbeatMs: 200, controlMs: 100 }
const rows = 4_000
/** `body` takes part in the proof, `stamp` is a column of the target's own, `n` an identity that nobody may set in an UPDATE. */
const from = `
  CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, body text, size numeric(8,2));
  INSERT INTO items (code, body, size) SELECT 'c' || n, repeat(md5(n::text), 3), n / 7.0 FROM generate_series(1, ${rows}) n;
  ANALYZE`
/** Rows of others: half of them bear the key of a copied row, the others none. */
const others = (first: number) => `
  CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text NOT NULL UNIQUE, body text, size numeric(8,2),
    stamp text DEFAULT 'theirs', twice numeric GENERATED ALWAYS AS (size * 2) STORED);
  INSERT INTO items (id, code, body, size) OVERRIDING SYSTEM VALUE
    SELECT n, CASE WHEN n <= ${rows} THEN 'c' || n ELSE 'own ' || n END, 'theirs ' || n, 1 FROM generate_series(${first}, ${first + 1_999}) n`
const slow = { batchSize: 300, maxThreads: 2, maxBytesPerSecond: 400_000 }

let rig: Rig
let program: Program
beforeAll(async () => {
  rig = await Rig.open(timing)
  program = await bundleWorkerProcess()
})
afterAll(async () => {
  await program.remove()
  await rig.close()
})

const all = (database: TestDatabase, sql: string) =>
  withClient(database.url, async (client) => (await client.query(sql)).rows as unknown[])
const ofSource = `SELECT id, code, body, size FROM items ORDER BY id`
const kept = `SELECT relation, kind, count(*)::int AS rows FROM godwit.before GROUP BY 1, 2`
const state = async (id: string) => {
  const { state, stateReason } = await rig.migration(id)
  return { state, stateReason }
}
const completed = { state: 'Completed', stateReason: null }
const ready = (source: TestDatabase, target: TestDatabase, choice: WriteChoice, config: object = slow) =>
  rig.ready({ source: source.url, target: target.url }, config, undefined, { all: choice, tables: [] })
const landed = async (id: string) => (await rig.chunks(id).catch(() => [])).filter((c) => c.state === 'landed').length
const lift = (id: string) =>
  rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })

/** Starts, kills the worker process once a few chunks have landed while the source changes, and lets another worker end it. */
async function killedMidway(id: string, source: TestDatabase): Promise<void> {
  const worker = program.start(rig.order(timing))
  onTestFinished(() => worker.signal('SIGKILL'))
  await rig.start(id)
  worker.tell(id)
  await rig.until(async () => (await landed(id)) > 2)
  worker.signal('SIGKILL')
  await worker.end()
  expect(await landed(id)).toBeLessThan(rows / slow.batchSize)
  await run(source, `UPDATE items SET body = 'changed' WHERE id IN (5, 3000); DELETE FROM items WHERE id = 6`)
  await lift(id)
  await rig.until(async () => {
    await rig.execute(id)
    return (await rig.migration(id)).state !== 'Running'
  })
}

/** Ends the lanes' backends on the target in the middle. */
async function cutMidway(id: string, target: TestDatabase): Promise<void> {
  await rig.start(id)
  const job = rig.execute(id)
  await rig.until(async () => (await landed(id)) > 2)
  await run(
    target,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit lane%'`,
  )
  await lift(id)
  await job
}

/** The first run fails behind its rows, since the target refuses a view; a row changes, and another run of the same migration ends it. */
async function failedOnce(id: string, source: TestDatabase, target: TestDatabase): Promise<void> {
  await lift(id)
  await run(source, 'CREATE VIEW bodies AS SELECT body FROM items')
  await run(
    target,
    `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no views today'; END $$;
     CREATE EVENT TRIGGER no_views ON ddl_command_start WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION refuse()`,
  )
  await rig.plan(id)
  await rig.run(id)
  expect((await rig.migration(id)).stateReason).toMatch(/^view public\.bodies: /)
  await run(target, 'DROP EVENT TRIGGER no_views; DROP FUNCTION refuse')
  await run(source, `UPDATE items SET body = 'changed' WHERE id = 3500`)
  await rig.plan(id)
  await rig.run(id)
}

const ways = [
  ['a worker that is killed', (id: string, source: TestDatabase) => killedMidway(id, source)],
  ['a run that failed', (id: string, source: TestDatabase, target: TestDatabase) => failedOnce(id, source, target)],
  ['backends that are ended', (id: string, _source: TestDatabase, target: TestDatabase) => cutMidway(id, target)],
] as const

describe('append', () => {
  it.each(ways)('adds every row once beside those that are there, over %s', async (_, through) => {
    await between(from, async (source, target) => {
      await run(target, others(rows + 1))
      const theirs = await all(target, 'SELECT * FROM items ORDER BY id')
      const id = await ready(source, target, { mode: 'append' })
      await through(id, source, target)
      expect(await state(id)).toEqual(completed)
      expect(await all(target, `SELECT * FROM items WHERE id > ${rows} ORDER BY id`)).toEqual(theirs)
      expect(await all(target, `SELECT id, code, body, size FROM items WHERE id <= ${rows} ORDER BY id`)).toEqual(
        await all(source, ofSource),
      )
      expect((await rig.tasks(id)).map((task) => task.verdict)).toEqual(['equal'])
    })
  })

  it('is not Completed where somebody changed a row that it had added', async () => {
    await between(from, async (source, target) => {
      await run(target, others(rows + 1))
      const id = await ready(source, target, { mode: 'append' })
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(id)) > 2)
      await run(target, `UPDATE items SET body = 'x' WHERE id = (SELECT min(id) FROM items WHERE id <= ${rows})`)
      await lift(id)
      await job
      expect((await rig.migration(id)).stateReason).toMatch(/4000 rows landed, but the target has 3999 of them/)
    })
  })
})

describe('upsert', () => {
  const first = rows - 999
  it.each(ways)('replaces rows of the same key, adds the others, and leaves the rest, over %s', async (_, through) => {
    await between(from, async (source, target) => {
      await run(target, others(first))
      const theirs = await all(target, `SELECT * FROM items WHERE id > ${rows} ORDER BY id`)
      const before = await all(target, `SELECT (i.*)::text AS image FROM items i WHERE id <= ${rows} ORDER BY id`)
      const id = await ready(source, target, { mode: 'upsert' })
      await through(id, source, target)
      expect(await state(id)).toEqual(completed)
      expect(await all(target, `SELECT * FROM items WHERE id > ${rows} ORDER BY id`)).toEqual(theirs)
      expect(await all(target, `SELECT id, code, body, size FROM items WHERE id <= ${rows} ORDER BY id`)).toEqual(
        await all(source, ofSource),
      )
      expect(
        await all(target, `SELECT DISTINCT stamp, twice = size * 2 AS twice FROM items WHERE id = ${rows}`),
      ).toEqual([{ stamp: 'theirs', twice: true }])
      expect(await all(target, kept)).toEqual([{ relation: 'public.items', kind: 'upsert', rows: 1_000 }])
      const images = await all(target, 'SELECT image FROM godwit.before ORDER BY (image::public.items).id')
      expect(images).toEqual(before)
    })
  })

  it('goes by another unique key, and keeps nothing afterwards where no rollback is wanted', async () => {
    const text = `CREATE TABLE items (id int PRIMARY KEY, code text NOT NULL UNIQUE, body text)`
    await between(
      `${text}; INSERT INTO items SELECT n, 'c' || n, 'new' FROM generate_series(1, 500) n`,
      async (source, target) => {
        await run(target, `${text}; INSERT INTO items VALUES (9000, 'c7', 'old'), (9001, 'other', 'old')`)
        const config = { batchSize: 100, enableRollback: false }
        const id = await ready(source, target, { mode: 'upsert', key: ['code'] }, config)
        await rig.run(id)
        expect(await state(id)).toEqual(completed)
        expect(await all(target, `SELECT id, body FROM items WHERE code IN ('c7', 'other') ORDER BY code`)).toEqual([
          { id: 7, body: 'new' },
          { id: 9001, body: 'old' },
        ])
        expect(await cell(target.url, 'SELECT count(*) FROM items')).toBe('501')
        expect(await all(target, kept)).toEqual([])
      },
    )
  })

  it('tries a chunk again where somebody writes a row of its key at the same time, and loses nobody’s image', async () => {
    const text = `CREATE TABLE items (id int PRIMARY KEY, body text)`
    await between(
      `${text}; INSERT INTO items SELECT n, 'new' FROM generate_series(1, 200) n`,
      async (source, target) => {
        await run(target, text)
        const id = await ready(source, target, { mode: 'upsert' }, { batchSize: 1_000, maxThreads: 1 })
        await withClient(target.url, async (other) => {
          await other.query('BEGIN')
          await other.query(`INSERT INTO items VALUES (7, 'theirs')`)
          await rig.start(id)
          const job = rig.execute(id)
          const waits = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
          await rig.until(async () => (await cell(target.url, waits)) !== '0')
          await other.query('COMMIT')
          await job
        })
        expect(await state(id)).toEqual(completed)
        expect((await rig.events(id)).filter((event) => event.type === 'ChunkRetried')).toHaveLength(1)
        expect(await all(target, 'SELECT image FROM godwit.before')).toEqual([{ image: '(7,theirs)' }])
      },
    )
  })
})

describe('truncate', () => {
  it.each(ways.slice(0, 2))(
    'empties the table once, keeps what was there, and fills it, over %s',
    async (_, through) => {
      await between(from, async (source, target) => {
        await run(target, others(rows - 999))
        const before = await all(target, `SELECT (i.*)::text AS image FROM items i ORDER BY id`)
        const id = await ready(source, target, { mode: 'truncate' })
        await through(id, source, target)
        expect(await state(id)).toEqual(completed)
        expect(await all(target, `SELECT id, code, body, size FROM items ORDER BY id`)).toEqual(
          await all(source, ofSource),
        )
        expect(await all(target, kept)).toEqual([{ relation: 'public.items', kind: 'truncate', rows: 2_000 }])
        const images = await all(target, 'SELECT image FROM godwit.before ORDER BY (image::public.items).id')
        expect(images).toEqual(before)
      })
    },
  )

  it('empties tables that point to each other at once, and keeps nothing where no rollback is wanted', async () => {
    const text = `CREATE TABLE parents (id int PRIMARY KEY); CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents)`
    const filled = `INSERT INTO parents SELECT generate_series(1, 50); INSERT INTO children SELECT n, n FROM generate_series(1, 50) n`
    await between(`${text}; ${filled}`, async (source, target) => {
      await run(target, `${text}; INSERT INTO parents VALUES (7), (99); INSERT INTO children VALUES (1, 99)`)
      const id = await ready(source, target, { mode: 'truncate' }, { enableRollback: false })
      await rig.run(id)
      expect(await state(id)).toEqual(completed)
      expect(await cell(target.url, 'SELECT max(parent) FROM children')).toBe('50')
      expect(await cell(target.url, 'SELECT count(*) FROM parents')).toBe('50')
      expect(await all(target, kept)).toEqual([])
    })
  })
})

describe('fail-if-not-empty', () => {
  it.each(ways.slice(0, 1))('fills an empty table, every row once, over %s', async (_, through) => {
    await between(from, async (source, target) => {
      await run(target, `${others(1)}; TRUNCATE items`)
      const id = await ready(source, target, { mode: 'fail-if-not-empty' })
      await through(id, source, target)
      expect(await state(id)).toEqual(completed)
      expect(await all(target, `SELECT id, code, body, size FROM items ORDER BY id`)).toEqual(
        await all(source, ofSource),
      )
    })
  })
})
