import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chunks } from '@/db/schema/runs'
import { startRun } from '../../testing/start-run'
import { report } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const tableOf = { schema: 'public', name: 'orders' }

/** A run with three chunks of its first table: landed, waiting for its third try, and claimed. */
async function runWithChunks() {
  const run = await startRun(world)
  const { runId, migrationId } = run
  const at = new Date()
  const chunk = (n: number) => ({ runId, task: 0, n, lower: n === 0 ? null : [`(${n},0)`], upper: [`(${n + 1},0)`] })
  await world.database.db.insert(chunks).values([
    { ...chunk(0), state: 'landed', attempt: 1, rows: 100n, bytes: 4_000n, ms: 20, rejected: 2, endedAt: at },
    { ...chunk(1), state: 'retrying', attempt: 2, startedAt: at },
    { ...chunk(2), state: 'running', attempt: 1, startedAt: at },
  ])
  const data = { table: tableOf, chunk: 1, sqlstate: '40P01', reason: 'deadlock detected', delayMs: 800 }
  for (const attempt of [1, 2])
    await report(world.database.db, migrationId, {
      type: 'note',
      epoch: 1,
      event: { type: 'ChunkRetried', data: { ...data, attempt } },
    })
  return run
}

describe('migration.chunks', () => {
  it('tells of each chunk of a cell its range, what it moved, and why it was tried again the last time', async () => {
    const { migrationId, owner } = await runWithChunks()
    const found = await owner.migration.chunks.query({ migrationId, task: 0, from: 0, count: 2 })
    expect(found).toMatchObject({ table: tableOf, total: 3, maxAttempts: 5, maySeeValues: true })
    expect(found.chunks).toMatchObject([
      { n: 0, place: 0, state: 'landed', rows: '100', bytes: '4000', rejected: 2, lower: null, lastError: null },
      {
        n: 1,
        place: 1,
        state: 'retrying',
        rows: null,
        lower: [{ column: 'ctid', value: '(1,0)' }],
        upper: [{ column: 'ctid', value: '(2,0)' }],
        lastError: { reason: 'deadlock detected', sqlstate: '40P01', attempt: 2 },
      },
    ])
  })

  it('keeps the bounds, which are values, from whoever may not see values', async () => {
    const { migrationId } = await runWithChunks()
    const viewer = await world.as(world.people.viewer)
    const { maySeeValues, chunks: found } = await viewer.migration.chunks.query({ migrationId, task: 0, from: 1 })
    expect(maySeeValues).toBe(false)
    expect(found).toMatchObject([{ n: 1, lower: null, upper: null }])
  })

  it('has nothing where no chunk has been cut, and refuses a table that the plan does not have', async () => {
    const { migrationId, owner } = await runWithChunks()
    expect((await owner.migration.chunks.query({ migrationId, task: 1, from: 0 })).chunks).toEqual([])
    expect(await refusalOf(owner.migration.chunks.query({ migrationId, task: 9, from: 0 }))).toMatchObject({
      code: 'not-found',
    })
  })
})
