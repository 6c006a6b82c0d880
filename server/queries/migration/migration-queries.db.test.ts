import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '@/db/schema/migrations'
import { migrationErrors, samples } from '@/db/schema/runs'
import { seedProject } from '@/db/testing/fixtures'
import { startRun } from '../../testing/start-run'
import { answerPlan, warning } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db
const ownerClient = () => world.as(world.people.owner)

describe('migration.metrics', () => {
  it('draws the whole run with at most 600 points, oldest first, and loses no row', async () => {
    const { migrationId, runId, owner } = await startRun(world)
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
    const { migrationId, owner } = await startRun(world)
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
    const { migrationId, runId, owner } = await startRun(world)
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
