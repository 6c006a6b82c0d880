import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { Rig } from './testing/rig'

const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  CREATE TABLE keyless (n int, body text);
  CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY, body text);
  CREATE INDEX keyed_body ON keyed (body);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 8000) n;
  INSERT INTO keyless SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 4000) n;
  INSERT INTO fleeting SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 9000) n;
  ANALYZE`
const config = {
  batchSize: 300,
  maxThreads: 2,
  maxBytesPerSecond: 500_000,
  retryPolicy: {
    maxAttempts: 5,
    initialDelayMs: 100,
    backoffFactor: 2,
    maxDelayMs: 500,
    jitter: 0.2,
    horizonMs: 1_800_000,
  },
}

let rig: Rig
let source: Cluster
let target: Cluster
beforeAll(async () => {
  rig = await Rig.open()
  // The log is written late, so that a crash loses commits that nobody waited for.
  const settings = { wal_writer_delay: '10s', wal_writer_flush_after: '1GB', autovacuum: 'off' }
  ;[source, target] = await Promise.all([startCluster(), startCluster({ settings })])
})
afterAll(async () => {
  await Promise.all([source.stop(), target.stop()])
  await rig.close()
})

const landedChunks = async (id: string) => (await rig.chunks(id)).filter((c) => c.state === 'landed').length

async function started(name: string): Promise<{ id: string; from: string; to: string; job: Promise<void> }> {
  const from = await source.createDatabase(name)
  const to = await target.createDatabase(name)
  await withClient(from, (client) => client.query(schema))
  const id = await rig.ready({ source: from, target: to }, config)
  await rig.start(id)
  const job = rig.execute(id)
  await rig.until(async () => (await landedChunks(id)) > 6)
  return { id, from, to, job }
}

async function ended(id: string, job: Promise<void>) {
  await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
  await job
  const { state, stateReason } = await rig.migration(id)
  return { state, stateReason, events: (await rig.events(id)).map((event) => event.type) }
}

describe('a server that crashes', () => {
  it('loses commits in the target that nobody waited for: their chunks are copied again, under the same snapshot', async () => {
    const { id, from, to, job } = await started('crash_target')
    // What has landed so far is on disk; what lands from now on is not.
    await withClient(to, (client) => client.query('CHECKPOINT'))
    const flushed = await landedChunks(id)
    await rig.until(async () => (await landedChunks(id)) > flushed + 4)
    const landed = await landedChunks(id)
    await target.kill()
    await target.restart()
    const kept = await withClient(to, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM godwit.receipt WHERE kind = 'chunk'`,
      )
      const { rows: left } = await client.query(
        `SELECT sum(rows_landed)::int AS said, (SELECT count(*)::int FROM fleeting) AS rows
           FROM godwit.receipt WHERE kind = 'chunk' AND relation = 'public.fleeting'`,
      )
      expect(left, 'the crash emptied a table, not its receipts').toEqual([{ said: expect.any(Number), rows: 0 }])
      return rows[0]?.n ?? 0
    })
    expect(kept, 'the crash lost receipts').toBeLessThan(landed)
    const end = await ended(id, job)
    expect(end).toMatchObject({ state: 'Completed', stateReason: null })
    expect(end.events).not.toContain('SnapshotReplaced')
    expect(await compareDatabases(from, to, { ignoreSchemas: ['godwit'] })).toEqual([])
  })

  it('takes the snapshot along in the source: every chunk is looked at again under a new one', async () => {
    const { id, from, to, job } = await started('crash_source')
    await source.kill()
    await source.restart()
    await withClient(from, (client) => client.query('DELETE FROM keyed WHERE id % 2 = 0'))
    const end = await ended(id, job)
    expect(end).toMatchObject({ state: 'Completed', stateReason: null })
    expect(end.events).toContain('SnapshotReplaced')
    expect(await compareDatabases(from, to, { ignoreSchemas: ['godwit'] })).toEqual([])
  })

  it('takes from Godwit what it knew of the snapshot and the chunks: the receipts still tell that rows have landed', async () => {
    const from = await source.createDatabase('crash_godwit')
    const to = await target.createDatabase('crash_godwit')
    await withClient(from, (client) => client.query(schema))
    const id = await rig.ready({ source: from, target: to }, config)
    await rig.start(id)
    const stop = new AbortController()
    const job = rig.execute(id, {}, stop.signal)
    await rig.until(async () => (await landedChunks(id)) > 6)
    stop.abort()
    await job
    await withClient(rig.database.url, (client) =>
      client.query(`DELETE FROM chunks WHERE run_id IN (SELECT id FROM runs WHERE migration_id = '${id}');
        UPDATE runs SET snapshot_name = NULL WHERE migration_id = '${id}'`),
    )
    await withClient(from, (client) => client.query('DELETE FROM keyed WHERE id % 2 = 0; UPDATE keyless SET n = -n'))
    const end = await ended(id, rig.execute(id))
    expect(end).toMatchObject({ state: 'Completed', stateReason: null })
    expect(end.events).toContain('SnapshotReplaced')
    expect(await compareDatabases(from, to, { ignoreSchemas: ['godwit'] })).toEqual([])
  })
})
