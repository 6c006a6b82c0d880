import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealRow } from '@/db/row-seal'
import { plans } from '@/db/schema/migrations'
import { rejects } from '@/db/schema/quarantine'
import { runs } from '@/db/schema/runs'
import { valueKeyOf } from '../../auth/value-key'
import { testFourWays } from '../../testing/four-ways'
import { startRun } from '../../testing/start-run'
import { report } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db
const secretName = 'a name that nobody else may see'

interface Review {
  readonly migrationId: string
  readonly rejectIds: string[]
}

/** A run that waits for review with two rows of its first table in quarantine. */
async function inReview(): Promise<Review> {
  const { migrationId, runId } = await startRun(world)
  const [run] = await db().select().from(runs).where(eq(runs.id, runId))
  const [plan] = await db()
    .select()
    .from(plans)
    .where(eq(plans.id, run?.planId ?? ''))
  if (plan === undefined) throw new Error('no plan')
  const columns = [{ name: 'name', type: 'text', identityAlways: false }]
  const tasks = plan.content.tasks.map((task) => ({ ...task, columns }))
  await db()
    .update(plans)
    .set({ content: { ...plan.content, tasks } })
    .where(eq(plans.id, plan.id))
  const { publicKey } = valueKeyOf(world.services.authSecret)
  const image = await sealRow({ columns: [{ name: 'name', value: secretName }], migrationId }, [publicKey])
  const row = (n: number) => ({
    migrationId,
    runId,
    task: 0,
    chunk: 3,
    n,
    key: [['id', String(n)]] as [string, string][],
    sqlstate: '23514',
    constraintName: 'grown',
    message: 'The row breaks a check of the target table.',
    fix: 'Correct the value.',
    image,
    state: 'open' as const,
    seenAt: new Date(),
  })
  const made = await db()
    .insert(rejects)
    .values([row(0), row(1)])
    .returning({ id: rejects.id })
  await report(db(), migrationId, { type: 'review', epoch: 1, rows: '2' })
  return { migrationId, rejectIds: made.map(({ id }) => id) }
}

async function decided(state: 'skipped' | 'replayed'): Promise<Review> {
  const review = await inReview()
  await db().update(rejects).set({ state }).where(eq(rejects.migrationId, review.migrationId))
  return review
}

const tooWeak = [
  ['operator', 'forbidden'],
  ['stranger', 'not-found'],
] as const

testFourWays(() => world, {
  action: 'migration.accept',
  from: inReview,
  ask: (client, { migrationId }, idempotencyKey) =>
    client.migration.accept.mutate({ migrationId, openRows: 2, idempotencyKey }),
  does: async (answer, { migrationId }) => {
    expect(answer).toMatchObject({ state: 'Running', quarantine: { open: 0, accepted: 2, inReview: false } })
    const rows = await db().select().from(rejects).where(eq(rejects.migrationId, migrationId))
    expect(rows.map(({ state }) => state)).toEqual(['accepted', 'accepted'])
  },
  mayNot: tooWeak,
  unless: {
    from: async () => {
      const review = await inReview()
      await db()
        .update(rejects)
        .set({ state: 'skipped' })
        .where(eq(rejects.id, review.rejectIds[0] ?? ''))
      return review
    },
    code: 'stale',
  },
})

testFourWays(() => world, {
  action: 'migration.skipRejects',
  from: inReview,
  ask: (client, { migrationId, rejectIds: [id = ''] }, idempotencyKey) =>
    client.migration.skipRejects.mutate({ migrationId, rejectIds: [id], idempotencyKey }),
  does: (answer) => expect(answer).toMatchObject({ state: 'Paused', quarantine: { open: 1, skipped: 1 } }),
  mayNot: tooWeak,
  unless: { from: () => decided('replayed'), code: 'stale' },
})

testFourWays(() => world, {
  action: 'migration.replayReject',
  from: inReview,
  ask: (client, { migrationId, rejectIds: [rejectId = ''] }, idempotencyKey) =>
    client.migration.replayReject.mutate({
      migrationId,
      rejectId,
      values: [{ column: 'name', value: 'a new secret' }],
      idempotencyKey,
    }),
  does: async (answer, { rejectIds: [id = ''] }) => {
    expect(answer).toMatchObject({ state: 'Paused', quarantine: { open: 2 } })
    const [row] = await db().select().from(rejects).where(eq(rejects.id, id))
    expect(row?.requestedAt).not.toBeNull()
    expect(row?.requestedFix).not.toContain('a new secret')
  },
  mayNot: tooWeak,
  unless: { from: () => decided('replayed'), code: 'stale' },
})

testFourWays(() => world, {
  action: 'migration.retry',
  from: inReview,
  ask: (client, { migrationId }, idempotencyKey) =>
    client.migration.retry.mutate({ migrationId, scope: { kind: 'rejects', rejectIds: null }, idempotencyKey }),
  does: (answer) => expect(answer).toMatchObject({ state: 'Running', quarantine: { open: 2, inReview: false } }),
  mayNot: [
    ['viewer', 'forbidden'],
    ['stranger', 'not-found'],
  ],
  unless: {
    from: async () => {
      const { migrationId } = await startRun(world)
      return { migrationId, rejectIds: [] }
    },
    code: 'illegal-state',
  },
})

testFourWays(() => world, {
  action: 'migration.revealReject',
  from: inReview,
  ask: (client, { migrationId, rejectIds: [rejectId = ''] }, idempotencyKey) =>
    client.migration.revealReject.mutate({ migrationId, rejectId, idempotencyKey }),
  does: (answer) => expect(answer).toMatchObject({ columns: [{ name: 'name', value: secretName }] }),
  mayNot: tooWeak,
})

describe('rows in quarantine', () => {
  it('are told in groups and pages, their keys to those alone who may see values, and their values to nobody', async () => {
    const { migrationId } = await inReview()
    const manager = await world.as(world.people.manager)
    const first = await manager.migration.rejects.query({ migrationId, limit: 1 })
    expect(first).toMatchObject({
      counts: { open: 2, accepted: 0, skipped: 0, replayed: 0 },
      maySeeValues: true,
      groups: [{ table: { schema: 'public', name: 'orders' }, sqlstate: '23514', constraint: 'grown', column: null }],
      rejects: [{ chunk: 3, state: 'open', hasImage: true, key: [{ column: 'id' }] }],
    })
    const second = await manager.migration.rejects.query({ migrationId, limit: 1, cursor: first.nextCursor })
    expect(second.rejects[0]?.id).not.toBe(first.rejects[0]?.id)
    expect(second.nextCursor).toBeNull()
    const group = { task: 0, sqlstate: '23505', constraint: null, column: null }
    expect((await manager.migration.rejects.query({ migrationId, group })).rejects).toEqual([])
    const viewer = await world.as(world.people.viewer)
    const seen = await viewer.migration.rejects.query({ migrationId })
    expect(seen.maySeeValues).toBe(false)
    expect(seen.rejects.map(({ key }) => key)).toEqual([null, null])
    expect(JSON.stringify([first, seen])).not.toContain(secretName)
    expect(world.logged.join()).not.toContain(secretName)
    const stranger = await world.as(world.people.stranger)
    expect(await refusalOf(stranger.migration.rejects.query({ migrationId }))).toMatchObject({ code: 'not-found' })
  })

  it('that do not exist, or columns that the table has not, are refused by name', async () => {
    const { migrationId, rejectIds } = await inReview()
    const manager = await world.as(world.people.manager)
    const unknown = manager.migration.skipRejects.mutate({ migrationId, rejectIds: [randomUUID()] })
    expect(await refusalOf(unknown)).toMatchObject({ code: 'not-found' })
    const [rejectId = ''] = rejectIds
    const values = [{ column: 'no such column', value: null }]
    const wrong = manager.migration.replayReject.mutate({ migrationId, rejectId, values })
    expect(await refusalOf(wrong)).toMatchObject({ code: 'invalid', field: 'values' })
    await manager.migration.replayReject.mutate({ migrationId, rejectId })
    const twice = manager.migration.replayReject.mutate({ migrationId, rejectId })
    expect(await refusalOf(twice)).toMatchObject({ code: 'conflict' })
  })
})
