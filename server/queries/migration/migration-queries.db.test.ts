import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '@/db/schema/migrations'
import { chunks, migrationErrors, runs, samples, tasks } from '@/db/schema/runs'
import { seedProject } from '@/db/testing/fixtures'
import { answerPlan, layOutRun, report, warning } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db
const ownerClient = () => world.as(world.people.owner)

async function running() {
  const migrationId = await world.draft()
  const owner = await ownerClient()
  await owner.migration.plan.mutate({ migrationId })
  const planHash = await answerPlan(db(), migrationId)
  await owner.migration.start.mutate({ migrationId, planHash })
  return { migrationId, runId: await layOutRun(db(), migrationId), owner }
}

/** Ten chunks of 100 rows have landed in the last ten seconds; two are under way, one has failed. */
async function halfway() {
  const made = await running()
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
      ['waiting', null],
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
    const { migrationId, runId, owner } = await running()
    const rows = 9_007_199_254_740_993n
    await db().insert(chunks).values({ runId, task: 0, n: 0, state: 'landed', rows, bytes: rows, endedAt: new Date() })
    await db().update(tasks).set({ sourceRows: rows }).where(eq(tasks.n, 0))
    const progress = await owner.migration.progress.query({ migrationId })
    expect(progress).toMatchObject({ processedRows: String(rows), bytes: String(rows) })
    expect(progress.tables[0]?.totalRows).toBe(String(rows))
  })
})

describe('migration.metrics', () => {
  it('draws the whole run with at most 600 points, oldest first, and loses no row', async () => {
    const { migrationId, runId, owner } = await running()
    const began = Date.now() - 3_000_000
    const points = Array.from({ length: 3_000 }, (_, i) => ({
      runId,
      at: new Date(began + i * 1_000),
      rows: BigInt(i % 7),
      bytes: 10n,
      ms: 1_000,
    }))
    await db().insert(samples).values(points)
    const { points: drawn } = await owner.migration.metrics.query({ migrationId })
    expect(drawn.length).toBeGreaterThan(300)
    expect(drawn.length).toBeLessThanOrEqual(600)
    expect(drawn.map(({ at }) => at)).toEqual(drawn.map(({ at }) => at).toSorted())
    const mean = drawn.reduce((sum, { rowsPerSecond }) => sum + rowsPerSecond, 0) / drawn.length
    expect(mean).toBeCloseTo(3, 1)
  })

  it('of a migration that never ran are none', async () => {
    const { points } = await (await ownerClient()).migration.metrics.query({ migrationId: await world.draft() })
    expect(points).toEqual([])
  })
})

describe('migration.history', () => {
  it('comes newest first, page by page, each event once', async () => {
    const { migrationId, owner } = await running()
    const seen: number[] = []
    let cursor: string | null = null
    do {
      const page: { events: { seq: number }[]; nextCursor: string | null } = await owner.migration.history.query({
        migrationId,
        limit: 2,
        cursor,
      })
      seen.push(...page.events.map(({ seq }) => seq))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual([5, 4, 3, 2, 1])
    const bad = owner.migration.history.query({ migrationId, cursor: 'x' })
    expect(await refusalOf(bad)).toMatchObject({ code: 'invalid', field: 'cursor' })
  })
})

describe('migration.errors', () => {
  it('names the table, counts, and pages', async () => {
    const { migrationId, runId, owner } = await running()
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds))
    const error = (task: number, seconds: number, sqlstate: string) => ({
      migrationId,
      runId,
      task,
      class: 'transient' as const,
      sqlstate,
      message: `m${seconds}`,
      count: seconds,
      firstSeenAt: at(0),
      lastSeenAt: at(seconds),
    })
    await db()
      .insert(migrationErrors)
      .values([error(0, 1, '40P01'), error(-1, 2, ''), error(1, 3, '40001')])
    const first = await owner.migration.errors.query({ migrationId, limit: 2 })
    expect(first.errors).toMatchObject([
      { table: { schema: 'public', name: 'notes' }, sqlstate: '40001', count: 3 },
      { table: null, sqlstate: null, count: 2 },
    ])
    const rest = await owner.migration.errors.query({ migrationId, limit: 2, cursor: first.nextCursor })
    expect(rest).toMatchObject({ errors: [{ table: { name: 'orders' }, count: 1 }], nextCursor: null })
    const progress = await owner.migration.progress.query({ migrationId })
    expect(progress.errors.map(({ message }) => message)).toEqual(['m3', 'm2', 'm1'])
  })
})

describe('migration.list', () => {
  it('pages over a project of its own, filters by state and searches names as they are', async () => {
    const { owner } = world.people
    const client = await ownerClient()
    const ids: string[] = []
    for (const name of ['50% done_', 'another', 'Third']) {
      const id = await world.draft()
      await db().update(migrations).set({ name }).where(eq(migrations.id, id))
      ids.push(id)
    }
    const projectId = await seedProject(db(), owner)
    for (const id of ids) await db().update(migrations).set({ projectId }).where(eq(migrations.id, id))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { migrations: { id: string }[]; nextCursor: string | null } = await client.migration.list.query({
        projectId,
        limit: 1,
        cursor,
      })
      seen.push(...page.migrations.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    const named = async (search: string) =>
      (await client.migration.list.query({ projectId, search })).migrations.map(({ name }) => name)
    expect(await named('% DONE_')).toEqual(['50% done_'])
    expect(await named('%')).toEqual(['50% done_'])
    const inState = async (states: ('Draft' | 'Running')[]) =>
      (await client.migration.list.query({ projectId, states })).migrations.length
    expect([await inState(['Draft']), await inState(['Running'])]).toEqual([3, 0])
  })

  it('is not for strangers', async () => {
    const stranger = await world.as(world.people.stranger)
    expect(await refusalOf(stranger.migration.list.query({ projectId: world.projectId }))).toMatchObject({
      code: 'not-found',
    })
  })
})

describe('migration.access and migration.currentPlan', () => {
  it('show who may do what, by role and by grant', async () => {
    const migrationId = await world.draft(world.people.manager)
    const access = await (await world.as(world.people.viewer)).migration.access.query({ migrationId })
    expect(access.map(({ name, source, accessLevel }) => [name, source, accessLevel])).toEqual([
      ['Olga', 'project', 'owner'],
      ['Mina', 'project', 'manager'],
      ['Otto', 'project', 'operator'],
      ['Vera', 'project', 'viewer'],
      ['Mina', 'migration', 'owner'],
    ])
  })

  it('show the plan whole, and who has accepted what', async () => {
    const migrationId = await world.draft()
    const owner = await ownerClient()
    expect(await owner.migration.currentPlan.query({ migrationId })).toBeNull()
    await owner.migration.plan.mutate({ migrationId })
    const planHash = await answerPlan(db(), migrationId, [warning])
    const before = await owner.migration.byId.query({ migrationId })
    expect(before.plan).toMatchObject({ hash: planHash, warnings: 1, acknowledged: 0, tables: 2 })
    expect(before.allowedActions.find(({ action }) => action === 'start')).toMatchObject({ allowed: false })
    await owner.migration.acknowledge.mutate({ migrationId, planHash, findingIds: [warning.id] })
    const plan = await owner.migration.currentPlan.query({ migrationId })
    expect(plan).toMatchObject({
      plan: { hash: planHash, steps: [{ n: 0 }, { n: 1 }] },
      acknowledged: [{ findingId: warning.id, by: 'Olga' }],
    })
    const after = await owner.migration.byId.query({ migrationId })
    expect(after.allowedActions.find(({ action }) => action === 'start')).toMatchObject({ allowed: true, reason: null })
  })
})

describe('a query about what does not exist', () => {
  it('answers as about what one may not see', async () => {
    const owner = await ownerClient()
    const stranger = await world.as(world.people.stranger)
    const hidden = await world.draft()
    const queries = ['byId', 'progress', 'metrics', 'errors', 'access', 'history', 'currentPlan'] as const
    for (const name of queries) {
      const missing = await refusalOf(owner.migration[name].query({ migrationId: randomUUID() }))
      expect(await refusalOf(stranger.migration[name].query({ migrationId: hidden }))).toEqual(missing)
    }
  })
})
