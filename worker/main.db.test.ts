import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workers } from '@/db/schema/operations'
import { chunks, runs } from '@/db/schema/runs'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { createTestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must } from './testing/godwit-rig'
import { startedWorkers } from './testing/started-workers'
import type { WorkerProcess } from './testing/worker-process'

let rig: GodwitRig
const workersHere = startedWorkers(() => rig)
const { until } = workersHere
const start = (port: number) => workersHere.start({ WORKER_PORT: String(port), LOG_LEVEL: 'debug' })
beforeAll(async () => {
  rig = await godwitRig()
})
afterAll(() => rig.database.drop())

const inState = (id: string, state: string) => until(async () => (await rig.migration(id)).state === state)
const rowOf = async ({ workerId }: WorkerProcess) =>
  must((await rig.database.db.select().from(workers).where(eq(workers.id, workerId())))[0])

async function shop(rows: number) {
  const [source, target] = [await createTestDatabase(), await createTestDatabase()]
  await withClient(source.url, (client) =>
    client.query(`CREATE TABLE orders (id bigint PRIMARY KEY, note text);
                  INSERT INTO orders SELECT n, repeat('x', 200) FROM generate_series(1, ${rows}) n`),
  )
  return { source, target }
}

/** Through the queue, by whichever worker takes it. */
async function plannedAndStarted(ends: Awaited<ReturnType<typeof shop>>, config = {}): Promise<string> {
  const { source, target } = ends
  const id = await rig.draft({ source: await rig.connect(source.url), target: await rig.connect(target.url), config })
  await rig.tell(id, { type: 'plan' })
  await inState(id, 'Ready')
  await rig.tell(id, { type: 'start', planHash: must(await rig.plan(id)).hash, reason: null })
  return id
}

describe('the worker process', () => {
  it('refuses to start and lists everything that is missing or wrong, without a value', async () => {
    const worker = workersHere.startWith({ WORKER_PORT: '70000', LOG_LEVEL: 'loud' })
    expect(await worker.ended).toBe(78)
    expect(worker.output()).toContain('DATABASE_URL is missing')
    expect(worker.output()).toContain('GODWIT_ENCRYPTION_KEYS is missing')
    expect(worker.output()).toContain('WORKER_PORT must be from 1 to 65535')
    expect(worker.output()).toContain('LOG_LEVEL must be one of fatal, error')
    expect(worker.output()).not.toMatch(/70000|loud/)
  })

  it('ends with 1 where its database does not answer, so that the launcher starts it again', async () => {
    const worker = workersHere.startWith({
      DATABASE_URL: 'postgres://godwit:hunter2@127.0.0.1:4797/godwit',
      GODWIT_ENCRYPTION_KEYS: JSON.stringify(rig.ports.encryptionKeys),
    })
    expect(await worker.ended).toBe(1)
    expect(worker.output()).not.toContain('hunter2')
  })

  it('plans and runs what is queued, and stops in order on SIGTERM', async () => {
    const ends = await shop(2_000)
    const worker = start(4711)
    await worker.untilReady()
    expect((await fetch('http://127.0.0.1:4711/livez')).status).toBe(200)
    expect((await fetch('http://127.0.0.1:4711/readyz')).headers.get('cache-control')).toBe('no-store')
    expect((await fetch('http://127.0.0.1:4711/')).status).toBe(404)
    expect(await rowOf(worker)).toMatchObject({ stoppedAt: null })

    const id = await plannedAndStarted(ends)
    await inState(id, 'Completed')
    expect(await compareDatabases(ends.source.url, ends.target.url, { ignoreSchemas: ['godwit'] })).toEqual([])

    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect((await rowOf(worker)).stoppedAt).not.toBeNull()
    const lines = worker.output().trim().split('\n')
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ process: 'worker', workerId: worker.workerId() })
    await ends.source.drop()
    await ends.target.drop()
  })

  it('stops in order when the process that started it goes away', async () => {
    const worker = start(4712)
    await worker.untilReady()
    worker.child.disconnect()
    expect(await worker.ended).toBe(0)
    expect((await rowOf(worker)).stoppedAt).not.toBeNull()
  })

  it('lets a run go on SIGTERM, and another worker finishes it', async () => {
    const ends = await shop(20_000)
    const first = start(4713)
    await first.untilReady()
    const id = await plannedAndStarted(ends, { batchSize: 500, maxThreads: 1, maxBytesPerSecond: 100_000 })
    await untilLanded(id)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(await rig.migration(id)).toMatchObject({ state: 'Running' })
    await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })

    const second = start(4714)
    await inState(id, 'Completed')
    expect(await compareDatabases(ends.source.url, ends.target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    await ends.source.drop()
    await ends.target.drop()
  })

  it('takes over the run of a worker that was killed, within ten seconds', async () => {
    const ends = await shop(20_000)
    const first = start(4715)
    await first.untilReady()
    const id = await plannedAndStarted(ends, { batchSize: 200, maxThreads: 2, maxBytesPerSecond: 50_000 })
    await untilLanded(id)
    const second = start(4716)
    await second.untilReady()
    first.child.kill('SIGKILL')
    const killedAt = performance.now()
    expect(await rig.migration(id)).toMatchObject({ state: 'Running' })
    await until(async () => {
      const [run] = await rig.database.db.select().from(runs).where(eq(runs.migrationId, id))
      return run?.workerId === second.workerId()
    })
    expect(performance.now() - killedAt).toBeLessThan(10_000)
    await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
    await inState(id, 'Completed')
    expect(await rig.eventTypes(id)).toContain('RunTakenOver')
    expect(await compareDatabases(ends.source.url, ends.target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    await ends.source.drop()
    await ends.target.drop()
  })
})

/** Waits until some chunks of the newest run have landed, and not all. */
const untilLanded = (id: string) =>
  until(async () => {
    const [run] = await rig.database.db.select().from(runs).where(eq(runs.migrationId, id))
    if (run === undefined) return undefined
    const rows = await rig.database.db.select().from(chunks).where(eq(chunks.runId, run.id))
    return rows.filter(({ state }) => state === 'landed').length >= 2
  })
