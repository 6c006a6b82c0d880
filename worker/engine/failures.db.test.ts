import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationErrors } from '@/db/schema/runs'
import type { Plan } from '@/domain/plan/plan'
import { compareDatabases } from '@/testbed/compare'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  CREATE TABLE keyless (n int, body text);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n;
  INSERT INTO keyless SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 3000) n;
  ANALYZE`
const slow = {
  batchSize: 500,
  maxThreads: 2,
  maxBytesPerSecond: 500_000,
  retryPolicy: {
    maxAttempts: 5,
    initialDelayMs: 20,
    backoffFactor: 2,
    maxDelayMs: 200,
    jitter: 0.2,
    horizonMs: 1_800_000,
  },
}
const fast = { ...slow, maxBytesPerSecond: null }

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const landed = async (id: string) => (await rig.chunks(id).catch(() => [])).filter((c) => c.state === 'landed').length
const differences = (source: { url: string }, target: { url: string }) =>
  compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })
const lift = (id: string) =>
  rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
const endLanes = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'godwit lane%'`

/** Before the rows: a trigger on `table` that raises `sqlstate` as long as the table `trouble` has a row. */
const troubled = (table: string, sqlstate: string) => (plan: Plan) => {
  const sql = [
    'CREATE TABLE public.trouble (n int)',
    'INSERT INTO public.trouble VALUES (1)',
    `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
       IF EXISTS (SELECT FROM public.trouble) THEN RAISE 'no room' USING ERRCODE = '${sqlstate}'; END IF; RETURN NEW; END $f$`,
    `CREATE TRIGGER refuse BEFORE INSERT ON public.${table} FOR EACH ROW EXECUTE FUNCTION public.refuse()`,
  ]
  const n = Math.max(...plan.steps.map((step) => step.n)) + 1
  const step = { n, phase: 'before' as const, kind: 'trigger', identity: 'trigger refuse', sql, table: null }
  return { ...plan, steps: [...plan.steps, step] }
}

describe('a run that meets trouble', () => {
  it('tries a chunk again whose backend was ended, on either side, and lands every row once', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(id)) > 1)
      await run(target, endLanes)
      await rig.until(async () => (await rig.events(id, 'ChunkRetried')).length > 0)
      await run(source, endLanes)
      await rig.until(async () => (await rig.events(id, 'ChunkRetried')).length > 1)
      await lift(id)
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await differences(source, target)).toEqual([])
      const seen = await rig.database.db.select().from(migrationErrors).where(eq(migrationErrors.migrationId, id))
      expect(seen.map((error) => error.class)).toContain('transient')
    })
  })

  it('goes on under a new snapshot when its keeper is ended, and copies only what changed again', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(id)) > 2)
      await run(source, endLanes.replace('godwit lane', 'godwit keeper'))
      await run(source, 'DELETE FROM keyed WHERE id = 7; UPDATE keyless SET body = body || n WHERE n = 3')
      await rig.until(async () => (await rig.events(id, 'SnapshotReplaced')).length > 0)
      await lift(id)
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await rig.events(id, 'SnapshotTaken')).toHaveLength(2)
      // One range lost a row; a changed row left its place in the other table for a new one, at the table's end.
      const replaced = (await rig.events(id)).find((event) => event.type === 'SnapshotReplaced')
      expect(replaced?.data.chunksRedone).toBeLessThanOrEqual(3)
      expect(replaced?.data.chunksKept).toBeGreaterThan(0)
      expect(await differences(source, target)).toEqual([])
    })
  })

  it('takes up its lanes under a new snapshot when they are ended together with their keeper', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(id)) > 2)
      await run(source, endLanes.replace('godwit lane', 'godwit'))
      await rig.until(async () => (await rig.events(id, 'SnapshotReplaced')).length > 0)
      await lift(id)
      await job
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await differences(source, target)).toEqual([])
    })
  })

  it('asks the receipt when the answer to a commit is lost, and copies nothing twice', async () => {
    await between(schema, async (source, target) => {
      const proxy = await loseAnswers(target.url, 3)
      try {
        const id = await rig.ready({ source: source.url, target: proxy.url }, fast)
        await rig.run(id)
        expect(proxy.lost()).toBe(3)
        expect((await rig.migration(id)).state).toBe('Completed')
        expect(await rig.events(id, 'ChunkRetried')).toEqual([])
        expect(await differences(source, target)).toEqual([])
        expect(await cell(target.url, 'SELECT count(*) FROM keyless')).toBe('3000')
      } finally {
        proxy.close()
      }
    })
  })

  it('is Failed when a chunk has no receipt, whatever Godwit’s own database says', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, { ...slow, validateData: false })
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(id)) > 2)
      const taken = await cell(
        target.url,
        `DELETE FROM godwit.receipt WHERE ctid = (SELECT ctid FROM godwit.receipt WHERE kind = 'chunk' LIMIT 1) RETURNING relation`,
      )
      await lift(id)
      await job
      const { state, stateReason } = await rig.migration(id)
      expect(state).toBe('Failed')
      expect(stateReason).toContain(taken)
      expect(stateReason).toMatch(/has no receipt/)
    })
  })

  it('fails the table whose rows somebody changed in the target, and finishes the others', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await cell(target.url, 'SELECT count(*) FROM keyed').catch(() => '0')) !== '0')
      await run(target, `UPDATE keyed SET body = 'x' WHERE ctid = (SELECT ctid FROM keyed LIMIT 1)`)
      await lift(id)
      await job
      const { state, stateReason } = await rig.migration(id)
      expect(state).toBe('Failed')
      expect(stateReason).toMatch(/1 of 2 tables failed\. public\.keyed: .*differ/)
      const tasks = await rig.tasks(id)
      const [keyed, keyless] = [tasks.find((t) => t.reason !== null), tasks.find((t) => t.reason === null)]
      expect(keyed).toMatchObject({ state: 'failed', verdict: 'different' })
      expect(keyless).toMatchObject({ state: 'done', verdict: 'equal' })
    })
  })

  it('fails a table that refuses its rows, leaves out what belongs to it, and finishes the others', async () => {
    await between(`${schema}; CREATE INDEX keyed_body ON keyed (body)`, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast, troubled('keyed', '23514'))
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Failed')
      expect(await cell(target.url, 'SELECT count(*) FROM keyed')).toBe('0')
      expect(await cell(target.url, 'SELECT count(*) FROM keyless')).toBe('3000')
      expect(await cell(target.url, `SELECT to_regclass('keyed_body')`)).toBe('null')
      expect(await rig.events(id, 'TableFailed')).toHaveLength(1)
      expect(await rig.events(id, 'TableCompleted')).toHaveLength(1)
    })
  })

  it('pauses with its reason when the target’s disk is full, and goes on when it is resumed', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast, troubled('keyless', '53100'))
      await rig.start(id)
      const job = rig.execute(id)
      await rig.untilState(id, 'Paused')
      expect((await rig.migration(id)).stateReason).toMatch(/disk/i)
      await run(target, 'DELETE FROM trouble')
      await rig.tell(id, { type: 'resume', reason: null })
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await cell(target.url, 'SELECT count(*) FROM keyless')).toBe('3000')
    })
  })

  it('gives a table up when a chunk has used up its attempts', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast, troubled('keyless', '40001'))
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Failed')
      const chunks = await rig.chunks(id)
      expect(Math.max(...chunks.map((c) => c.attempt))).toBe(slow.retryPolicy.maxAttempts)
    })
  })

  it('waits for a server that takes no writes without using up attempts, for as long as the settings say', async () => {
    await between(schema, async (source, target) => {
      const policy = { ...slow.retryPolicy, maxAttempts: 2, initialDelayMs: 10, maxDelayMs: 50 }
      const config = { ...fast, maxThreads: 1, retryPolicy: policy }
      const id = await rig.ready({ source: source.url, target: target.url }, config, troubled('keyless', '25006'))
      await rig.start(id)
      const job = rig.execute(id)
      const retried = async () => (await rig.events(id, 'ChunkRetried')).length
      await rig.until(async () => (await retried()) > 6)
      expect((await rig.migration(id)).state).toBe('Running')
      const retryPolicy = { ...policy, horizonMs: 1_000 }
      await rig.tell(id, { type: 'updateConfig', patch: { retryPolicy }, configVersion: null })
      await rig.untilState(id, 'Paused')
      expect((await rig.migration(id)).stateReason).toMatch(/takes no writes/)
      await run(target, 'DELETE FROM trouble')
      await rig.tell(id, { type: 'resume', reason: null })
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(Math.max(...(await rig.chunks(id)).map((chunk) => chunk.attempt))).toBe(2)
    })
  })

  it('refuses a target that is not as it was planned, before it writes a row', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast)
      await run(target, 'CREATE TABLE new_here (n int)')
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toMatchObject({ state: 'Failed', stateReason: /target has changed/ })
      expect(await cell(target.url, `SELECT to_regclass('keyed')`)).toBe('null')
    })
  })

  it('refuses a source that is not as it was planned', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast)
      await run(source, 'ALTER TABLE keyed ADD COLUMN more int')
      await rig.run(id)
      expect((await rig.migration(id)).stateReason).toMatch(/source has changed/)
    })
  })

  it('that failed is run again by a new plan, and goes on with the tables that had landed', async () => {
    await between(`${schema}; CREATE INDEX keyed_body ON keyed (body)`, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast, troubled('keyless', '23514'))
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Failed')
      await run(target, 'DROP FUNCTION refuse CASCADE; DROP TABLE trouble')
      await rig.plan(id)
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await differences(source, target)).toEqual([])
      // What had landed is still under the number of the run before; only the table that failed was copied now.
      const epochs = `SELECT string_agg(DISTINCT relation || ' ' || epoch, ',' ORDER BY relation || ' ' || epoch)
                        FROM godwit.receipt WHERE kind = 'chunk'`
      expect(await cell(target.url, epochs)).toBe('public.keyed 1,public.keyless 2')
    })
  })

  it('that failed is run again by a new plan, and copies again what the source has changed since', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, fast, troubled('keyless', '23514'))
      await rig.run(id)
      await run(target, 'DROP FUNCTION refuse CASCADE; DROP TABLE trouble')
      await run(source, `UPDATE keyed SET body = 'new' WHERE id = 2; DELETE FROM keyed WHERE id = 3`)
      await rig.plan(id)
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await differences(source, target)).toEqual([])
    })
  })
})

/** A proxy that lets the first `times` commits of a receipt through and then cuts the connection instead of passing the answer on. */
async function loseAnswers(url: string, times: number) {
  const { hostname, port } = new URL(url)
  let lost = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined)
    }
    let deaf = false
    client.on('data', (data) => {
      upstream.write(data)
      if (lost < times && data.includes(`'chunk'`) && data.includes('; COMMIT')) {
        lost += 1
        deaf = true
        setTimeout(() => client.resetAndDestroy(), 150)
      }
    })
    upstream.on('data', (data) => {
      if (!deaf) client.write(data)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const through = new URL(url)
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const close = () => {
    for (const socket of open) socket.destroy()
    server.close()
  }
  return { url: through.href, lost: () => lost, close }
}
