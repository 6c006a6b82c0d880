import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connections, connectionTests, schemaSnapshots } from '@/db/schema/connections'
import { listen } from '@/db/wake'
import { withClient } from '@/testbed/server'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig } from '../testing/godwit-rig'
import { introspectJob } from './introspect'
import { probeJob } from './probe'
import { sweep } from './sweep'

let rig: GodwitRig
let shop: TestDatabase
beforeAll(async () => {
  rig = await godwitRig()
  shop = await createTestDatabase()
  await withClient(shop.url, (client) =>
    client.query('CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE lines ()'),
  )
})
afterAll(async () => {
  await rig.database.drop()
  await shop.drop()
})

const signal = new AbortController().signal
const wrongPassword = (url: string) => url.replace(/:[^:@/]+@/, ':hunter2-wrong@')

/** How often the project was woken while something was done. */
async function wakesDuring(work: () => Promise<void>): Promise<number> {
  let wakes = 0
  const { promise: heard, resolve: listening } = Promise.withResolvers<void>()
  const options = { url: rig.database.url, applicationName: 'test', onReconnect: listening }
  const ears = await listen({
    ...options,
    onWake: ({ kind, id }) => void (kind === 'project' && id === rig.projectId && wakes++),
  })
  await heard
  await work()
  await rig.ports.sleep(100)
  await ears.close()
  return wakes
}

describe('a connection test', () => {
  it('stores each step as it is known, wakes its project each time, and ends with a verdict', async () => {
    const id = await rig.queuedTest(await rig.connect(shop.url))
    const wakes = await wakesDuring(() => probeJob(rig.ports, { connectionTestId: id, signal }))
    const { state, steps, finishedAt } = await rig.test(id)
    expect(state).toBe('passed')
    expect(steps.map((step) => [step.step, step.state])).toEqual([
      ['dns', 'passed'],
      ['tcp', 'passed'],
      ['tls', 'skipped'],
      ['auth', 'passed'],
      ['version', 'passed'],
      ['privileges', 'passed'],
    ])
    expect(finishedAt).not.toBeNull()
    // One at its beginning, one for each step, one for the verdict.
    expect(wakes).toBe(8)
  })

  it('fails with what to do, and never shows the password', async () => {
    const id = await rig.queuedTest(await rig.connect(wrongPassword(shop.url)))
    await probeJob(rig.ports, { connectionTestId: id, signal })
    const { state, steps } = await rig.test(id)
    expect(state).toBe('failed')
    expect(steps.find((step) => step.state === 'failed')).toMatchObject({
      step: 'auth',
      detail: 'The server refused the password of "postgres".',
      fix: 'Correct the user or the password.',
    })
    expect(JSON.stringify(steps) + rig.logged()).not.toContain('hunter2-wrong')
  })

  it('says so where the password cannot be opened', async () => {
    const id = await rig.queuedTest(await rig.connect(shop.url))
    await probeJob({ ...rig.ports, encryptionKeys: [] }, { connectionTestId: id, signal })
    const { state, steps } = await rig.test(id)
    expect(state).toBe('failed')
    expect(steps[0]?.fix).toContain('Set the password of this connection again')
  })

  it('ends as failed when the worker stops, and is not begun twice', async () => {
    const id = await rig.queuedTest(await rig.connect(shop.url))
    await probeJob(rig.ports, { connectionTestId: id, signal: AbortSignal.abort() })
    expect(await rig.test(id)).toMatchObject({ state: 'failed' })
    const { finishedAt } = await rig.test(id)
    await probeJob(rig.ports, { connectionTestId: id, signal })
    expect(await rig.test(id)).toMatchObject({ state: 'failed', finishedAt })
  })
})

describe('introspection', () => {
  const ask = (id: string) =>
    rig.database.db.update(connections).set({ introspectionState: 'queued' }).where(eq(connections.id, id))
  const snapshots = (id: string) =>
    rig.database.db.select().from(schemaSnapshots).where(eq(schemaSnapshots.connectionId, id))

  it('stores the schema as the newest snapshot and lets old ones go', async () => {
    const connectionId = await rig.connect(shop.url)
    for (let time = 1; time <= 7; time++) {
      await ask(connectionId)
      await introspectJob(rig.ports, { connectionId, signal })
    }
    const kept = await snapshots(connectionId)
    expect(kept).toHaveLength(5)
    expect(kept[0]).toMatchObject({ tables: 2, versionText: expect.stringMatching(/^18/) })
    expect(await rig.connection(connectionId)).toMatchObject({ introspectionState: 'idle', introspectionReason: null })
  })

  it('stores why it failed, and what to do', async () => {
    const connectionId = await rig.connect(wrongPassword(shop.url))
    await ask(connectionId)
    expect(await wakesDuring(() => introspectJob(rig.ports, { connectionId, signal }))).toBe(2)
    expect(await rig.connection(connectionId)).toMatchObject({
      introspectionState: 'failed',
      introspectionReason: 'The server refused the password of "postgres".',
      introspectionFix: 'Correct the user or the password.',
    })
    expect(await snapshots(connectionId)).toEqual([])
  })

  it('does nothing where nobody asked', async () => {
    const connectionId = await rig.connect(shop.url)
    await introspectJob(rig.ports, { connectionId, signal })
    expect(await snapshots(connectionId)).toEqual([])
  })
})

describe('the sweep', () => {
  it('ends what a dead worker left behind, and leaves fresh work alone', async () => {
    const connectionId = await rig.connect(shop.url)
    const { db } = rig.database
    const [lost, fresh] = [await rig.queuedTest(connectionId), await rig.queuedTest(connectionId)]
    const longAgo = new Date(Date.now() - 11 * 60_000)
    await db.update(connectionTests).set({ state: 'running', requestedAt: longAgo }).where(eq(connectionTests.id, lost))
    await db
      .update(connections)
      .set({ introspectionState: 'running', updatedAt: longAgo })
      .where(eq(connections.id, connectionId))
    expect(await wakesDuring(() => sweep(rig.ports))).toBe(1)
    expect(await rig.test(lost)).toMatchObject({ state: 'failed' })
    expect(await rig.test(fresh)).toMatchObject({ state: 'queued' })
    expect(await rig.connection(connectionId)).toMatchObject({ introspectionState: 'failed' })
  })
})
