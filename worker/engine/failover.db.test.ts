import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { compareDatabases } from '@/testbed/compare'
import { startProxy, type TcpProxy } from '@/testbed/proxy'
import { withClient } from '@/testbed/server'
import { createTestDatabase } from '@/testbed/test-database'
import { Rig } from './testing/rig'
import { sleep } from './testing/sleep'

const schema = `
  CREATE TABLE items (id int PRIMARY KEY, body text);
  INSERT INTO items SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n; ANALYZE`
/** Two tries of a chunk would be over long before the server is back. */
const pause = { initialDelayMs: 20, backoffFactor: 2, maxDelayMs: 200, jitter: 0.2 }
const retryPolicy = { maxAttempts: 2, ...pause, horizonMs: 1_800_000 }
const config = { batchSize: 300, maxThreads: 2, maxBytesPerSecond: 300_000, retryPolicy }

let rig: Rig
let target: Cluster
beforeAll(async () => {
  rig = await Rig.open({ controlMs: 100 })
  target = await startCluster()
})
afterAll(async () => {
  await target.stop()
  await rig.close()
})

const landed = async (id: string) => (await rig.chunks(id)).filter((c) => c.state === 'landed').length
const lift = (id: string) =>
  rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })

describe('a target that fails over', () => {
  it('is waited for while it is a standby, and the run goes on when it is promoted', async () => {
    const source = await createTestDatabase()
    const to = await target.createDatabase('promoted')
    await withClient(source.url, (client) => client.query(schema))
    const id = await rig.ready({ source: source.url, target: to }, config)
    await rig.start(id)
    const job = rig.execute(id)
    await rig.until(async () => (await landed(id)) > 3)
    await target.kill()
    await writeFile(join(target.dataDir, 'standby.signal'), '')
    await target.restart()
    await sleep(1_500)
    const { state, stateReason } = await rig.migration(id)
    expect({ state, stateReason }, 'while it is a standby').toEqual({ state: 'Running', stateReason: null })
    await withClient(to, (client) => client.query('SELECT pg_promote()'))
    await lift(id)
    await job
    expect(await rig.migration(id)).toMatchObject({ state: 'Completed', stateReason: null })
    expect(await compareDatabases(source.url, to, { ignoreSchemas: ['godwit'] })).toEqual([])
    await source.drop()
  })

  it('that takes no new connections is waited for until the horizon, then the run pauses and can be resumed', async () => {
    const source = await createTestDatabase()
    const to = await target.createDatabase('refusing')
    await withClient(source.url, (client) => client.query(schema))
    const proxy: TcpProxy = await startProxy({ host: '127.0.0.1', port: target.port })
    const through = new URL(to)
    through.port = String(proxy.port)
    const id = await rig.ready({ source: source.url, target: through.href }, config)
    await rig.start(id)
    const job = rig.execute(id)
    await rig.until(async () => (await landed(id)) > 3)
    proxy.refuse()
    await withClient(to, (client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'godwit lane%'`),
    )
    await sleep(1_500)
    expect((await rig.migration(id)).state, 'within the horizon').toBe('Running')
    const patch = { retryPolicy: { ...retryPolicy, horizonMs: 1_000 } }
    await rig.tell(id, { type: 'updateConfig', patch, configVersion: null })
    await rig.untilState(id, 'Paused')
    expect((await rig.migration(id)).stateReason).toMatch(/cut/)
    proxy.accept()
    await lift(id)
    await rig.tell(id, { type: 'resume', reason: null })
    await job
    expect(await rig.migration(id)).toMatchObject({ state: 'Completed', stateReason: null })
    expect(await compareDatabases(source.url, to, { ignoreSchemas: ['godwit'] })).toEqual([])
    await proxy.close()
    await source.drop()
  })
})
