import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

/** About 1.4 MB in two tables, so that a throttle of 400 kB/s gives a few seconds to act in. */
const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  CREATE TABLE keyless (n int, body text);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 8000) n;
  INSERT INTO keyless SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 4000) n;
  ANALYZE`
const slow = { batchSize: 500, maxThreads: 2, maxBytesPerSecond: 400_000 }

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open({ snapshotHoldMs: 60_000 })
})
afterAll(() => rig.close())

const landed = async (target: { url: string }) =>
  Number(
    await cell(target.url, `SELECT coalesce(sum(rows_landed), 0) FROM godwit.receipt WHERE kind = 'chunk'`).catch(
      () => '0',
    ),
  )
const rowsIn = (target: { url: string }) =>
  cell(target.url, 'SELECT (SELECT count(*) FROM keyed) + (SELECT count(*) FROM keyless)')
const typesOf = async (id: string) => (await rig.events(id)).map((event) => event.type)

describe('a running migration', () => {
  it('pauses with nobody writing, keeps its snapshot, and goes on under the same one', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(target)) > 1000)
      await rig.tell(id, { type: 'pause', reason: 'lunch' })
      await rig.untilState(id, 'Paused')
      expect((await rig.migration(id)).stateReason).toBe('lunch')
      const before = await rowsIn(target)
      expect(Number(before)).toBeLessThan(12_000)
      const lanes = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'godwit%'`
      expect(await cell(target.url, lanes)).toBe('0')
      await withClient(source.url, (client) => client.query('DELETE FROM keyed WHERE id % 2 = 0'))
      await new Promise((resolve) => setTimeout(resolve, 700))
      expect(await rowsIn(target)).toBe(before)

      await rig.tell(id, { type: 'resume', reason: null })
      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await rowsIn(target)).toBe('12000')
      const types = await typesOf(id)
      expect(types.filter((type) => type === 'SnapshotTaken')).toHaveLength(1)
      expect(types).not.toContain('SnapshotReplaced')
    })
  })

  it('lets the snapshot go when it was paused for too long, and looks at every chunk again on resume', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const timing = { ...rig.ports.timing, snapshotHoldMs: 300 }
      const job = rig.execute(id, { timing })
      await rig.until(async () => (await landed(target)) > 1000)
      await rig.tell(id, { type: 'pause', reason: null })
      await job
      expect((await rig.migration(id)).state).toBe('Paused')
      expect(await typesOf(id)).toContain('SnapshotReleased')
      await withClient(source.url, (client) => client.query('DELETE FROM keyed WHERE id % 2 = 0'))

      await rig.tell(id, { type: 'resume', reason: null })
      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await rig.execute(id)
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
      const again = (await rig.events(id)).find((event) => event.type === 'SnapshotReplaced')
      expect(Number(again?.data.rowsRemoved)).toBeGreaterThan(0)
    })
  })

  it('is cancelled in the middle of a chunk, with every row in the target proved by a receipt', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, { ...slow, batchSize: 4_000 })
      await rig.start(id)
      const timing = { ...rig.ports.timing, pauseGraceMs: 200 }
      const job = rig.execute(id, { timing })
      await rig.until(async () => (await rig.chunks(id).catch(() => [])).some((c) => c.state === 'running'))
      await rig.tell(id, { type: 'cancel', reason: null })
      await job
      expect((await rig.migration(id)).state).toBe('Cancelled')
      expect(await rowsIn(target)).toBe(String(await landed(target)))
      expect(await cell(target.url, 'SELECT count(*) FROM godwit.target_claim')).toBe('0')
    })
  })

  it('goes on where a pause is taken back before it came about', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, { ...slow, maxThreads: 1 })
      await rig.start(id)
      const job = rig.execute(id)
      await rig.until(async () => (await landed(target)) > 500)
      await rig.tell(id, { type: 'pause', reason: null })
      await rig.tell(id, { type: 'resume', reason: null })
      await rig.tell(id, {
        type: 'updateConfig',
        patch: { maxBytesPerSecond: null, maxThreads: 4 },
        configVersion: null,
      })
      await job
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await typesOf(id)).not.toContain('MigrationPaused')
    })
  })

  it('is let go when the worker is told to stop, and finished by the next one', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const stop = new AbortController()
      const job = rig.execute(id, {}, stop.signal)
      await rig.until(async () => (await landed(target)) > 1000)
      stop.abort()
      await job
      expect(await rig.runRow(id)).toMatchObject({ leaseUntil: null, endedAt: null })
      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await rig.execute(id, { workerId: 'the next one' })
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    })
  })

  it('that was to be cancelled when its worker died is cancelled by the next one, which shuts the dead one out first', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, slow)
      await rig.start(id)
      const stop = new AbortController()
      const job = rig.execute(id, {}, stop.signal)
      await rig.until(async () => (await landed(target)) > 500)
      stop.abort()
      await job
      await rig.tell(id, { type: 'cancel', reason: null })
      await rig.execute(id, { workerId: 'the next one' })
      const { state, epoch } = await rig.migration(id)
      expect(state).toBe('Cancelled')
      expect(await cell(target.url, 'SELECT epoch FROM godwit.fence')).toBe(String(epoch))
    })
  })

  it('is executed once where two workers try', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, { ...slow, maxBytesPerSecond: null })
      await rig.start(id)
      await Promise.all([rig.execute(id), rig.execute(id, { workerId: 'another' }), rig.execute(id)])
      expect((await rig.migration(id)).state).toBe('Completed')
      expect(await rowsIn(target)).toBe('12000')
      expect((await typesOf(id)).filter((type) => type === 'SnapshotTaken')).toHaveLength(1)
    })
  })
})
