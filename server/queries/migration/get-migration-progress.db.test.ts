import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chunks, runs, samples, tasks } from '@/db/schema/runs'
import { startRun } from '../../testing/start-run'
import { answerPlan, report } from '../../testing/worker-rows'
import { openWorld, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db
const ownerClient = () => world.as(world.people.owner)

/** Ten chunks of 100 rows have landed in the last ten seconds; two are under way, one has failed. */
async function halfway() {
  const made = await startRun(world)
  const { runId } = made
  const ago = (ms: number) => new Date(Date.now() - ms)
  const landed = Array.from({ length: 10 }, (_, n) => ({
    runId,
    task: 0,
    n,
    state: 'landed' as const,
    attempt: n === 3 ? 2 : 1,
    rows: 100n,
    bytes: 5_000n,
    ms: 40 + n,
    endedAt: ago(10_000 - n * 1_000),
  }))
  const open = (['running', 'retrying', 'failed'] as const).map((state, i) => ({
    runId,
    task: 0,
    n: 10 + i,
    state,
    attempt: 1 + i,
  }))
  await db()
    .insert(chunks)
    .values([...landed, ...open])
  const points = Array.from({ length: 20 }, (_, i) => ({
    runId,
    at: ago(i * 1_000),
    rows: 100n,
    bytes: 5_000n,
    ms: 1_000,
  }))
  await db().insert(samples).values(points)
  await db()
    .update(runs)
    .set({ activeMs: 5_000, resumedAt: ago(15_000), lanesActive: 2 })
    .where(eq(runs.id, runId))
  return made
}

describe('migration.progress', () => {
  it('before a plan is idle and knows nothing', async () => {
    const progress = await (await ownerClient()).migration.progress.query({ migrationId: await world.draft() })
    expect(progress).toMatchObject({ phase: 'idle', totalRows: null, processedRows: '0', tables: [], etaSeconds: null })
  })

  it('of a plan shows its guesses, table by table', async () => {
    const migrationId = await world.draft()
    const owner = await ownerClient()
    await owner.migration.plan.mutate({ migrationId })
    await answerPlan(db(), migrationId)
    const progress = await owner.migration.progress.query({ migrationId })
    expect(progress).toMatchObject({
      phase: 'idle',
      totalRows: '2000',
      totalIsEstimate: true,
      step: { done: 0, total: 2 },
    })
    expect(progress.tables.map(({ state, totalRows }) => [state, totalRows])).toEqual([
      ['waiting', '2000'],
      ['waiting', '0'],
    ])
  })

  it('of a run adds up what has landed, and nothing twice', async () => {
    const { migrationId, owner } = await halfway()
    const progress = await owner.migration.progress.query({ migrationId })
    expect(progress).toMatchObject({
      phase: 'copying',
      totalRows: '2000',
      totalIsEstimate: true,
      processedRows: '1000',
      failedRows: '0',
      bytes: '50000',
      lanes: { active: 2, max: 4 },
      lastChunk: { ms: 49, rows: 100 },
      retriedChunks: 3,
      step: { done: 1, total: 2, current: null },
    })
    expect(progress.rowsPerSecond).toBeGreaterThan(90)
    expect(progress.rowsPerSecond).toBeLessThan(110)
    expect(progress.durationMs).toBeGreaterThanOrEqual(20_000)
    expect(progress.etaSeconds?.low).toBeGreaterThanOrEqual(9)
    expect(progress.etaSeconds?.high).toBeLessThanOrEqual(15)
    const [orders] = progress.tables
    expect(orders).toMatchObject({ state: 'copying', processedRows: '1000', verdict: 'pending' })
    expect(orders?.rowsPerSecond).toBeCloseTo(1_000 / 30, 0)
    const cells = orders?.chunks.map(({ state }) => state) ?? []
    expect(cells.slice(0, 13)).toEqual([...Array(10).fill('landed'), 'running', 'retrying', 'failed'])
    expect(cells.slice(13)).toEqual(Array(7).fill('pending'))
  })

  it('says the same in the migration itself and in the list', async () => {
    const { migrationId, owner } = await halfway()
    const one = await owner.migration.byId.query({ migrationId })
    const list = await owner.migration.list.query({ projectId: world.projectId, limit: 200 })
    const row = list.migrations.find(({ id }) => id === migrationId)
    for (const migration of [one, row])
      expect(migration).toMatchObject({
        totalRows: '2000',
        processedRows: '1000',
        failedRows: '0',
        totalIsEstimate: true,
      })
    expect(one.rowsPerSecond).toBeGreaterThan(90)
  })

  it('takes the source’s own count once there is one, and a guess that was passed for “at least”', async () => {
    const { migrationId, runId, owner } = await halfway()
    await db().update(tasks).set({ rowEstimate: 10n }).where(eq(tasks.runId, runId))
    expect(await owner.migration.progress.query({ migrationId })).toMatchObject({
      totalRows: '1010',
      totalIsEstimate: true,
    })
    await db().update(tasks).set({ sourceRows: 1_000n }).where(eq(tasks.runId, runId))
    expect(await owner.migration.progress.query({ migrationId })).toMatchObject({
      totalRows: '2000',
      totalIsEstimate: false,
    })
  })

  it('has no rate and no estimate while paused; its clock stands still', async () => {
    const { migrationId, owner } = await halfway()
    await report(db(), migrationId, { type: 'paused', epoch: 1, reason: null })
    const first = await owner.migration.progress.query({ migrationId })
    expect(first).toMatchObject({ rowsPerSecond: null, etaSeconds: null, lanes: { active: 0 }, processedRows: '1000' })
    const second = await owner.migration.progress.query({ migrationId })
    expect(second.durationMs).toBe(first.durationMs)
  })

  it('never loses what is beyond 2⁵³', async () => {
    const { migrationId, runId, owner } = await startRun(world)
    const rows = 9_007_199_254_740_993n
    await db().insert(chunks).values({ runId, task: 0, n: 0, state: 'landed', rows, bytes: rows, endedAt: new Date() })
    await db().update(tasks).set({ sourceRows: rows }).where(eq(tasks.n, 0))
    const progress = await owner.migration.progress.query({ migrationId })
    expect(progress).toMatchObject({ processedRows: String(rows), bytes: String(rows) })
    expect(progress.tables[0]?.totalRows).toBe(String(rows))
  })
})
