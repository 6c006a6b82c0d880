import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runs } from '@/db/schema/runs'
import type { RunHold } from '@/db/statements/hold-run'
import { beginAttempt, claimChunk } from '@/db/statements/write-chunk'
import { compareDatabases } from '@/testbed/compare'
import { claimRun } from './claim-run'
import { between } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const ordersSql = `CREATE TABLE orders (id bigint PRIMARY KEY, note text); CREATE TABLE other (id int PRIMARY KEY);
                   INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 2000) n; INSERT INTO other VALUES (1); ANALYZE`

/** A worker takes the run, and is never heard of again. */
async function takeAndDie(migrationId: string, workerId: string): Promise<RunHold> {
  const hold = await claimRun({ ...rig.ports, workerId }, migrationId)
  if (hold === null) throw new Error('The run could not be taken.')
  const over = { leaseUntil: sql`clock_timestamp() - interval '1 second'` }
  await rig.database.db.update(runs).set(over).where(eq(runs.id, hold.runId))
  return hold
}

/** A run whose first holder died while it copied the first chunk of its first table. */
async function died(ends: { source: string; target: string }): Promise<string> {
  const id = await rig.ready(ends, { batchSize: 500 })
  await rig.start(id)
  const hold = await takeAndDie(id, 'first')
  const chunk = { task: 0, n: 0, lower: null, upper: ['500'], lane: 0, sourceRows: null }
  await claimChunk(rig.database.db, hold, chunk, rig.ports.clock.now())
  return id
}

describe('a chunk that workers fell silent over', () => {
  it('is not blamed for those who died before they had begun it', () =>
    between(ordersSql, async (source, target) => {
      const id = await died({ source: source.url, target: target.url })
      for (const worker of ['second', 'third', 'fourth']) await takeAndDie(id, worker)
      expect(await rig.chunks(id)).toMatchObject([{ deaths: 1, state: 'pending' }])
      await rig.execute(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Completed' })
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    }))

  it('stops its table when two had begun it, and the other tables land', () =>
    between(ordersSql, async (source, target) => {
      const id = await died({ source: source.url, target: target.url })
      const hold = await takeAndDie(id, 'second')
      const again = { attempt: 2, lane: 0, now: rig.ports.clock.now() }
      await beginAttempt(rig.database.db, hold, { task: 0, n: 0 }, again)
      await rig.execute(id)
      const { state, stateReason } = await rig.migration(id)
      expect(state).toBe('Failed')
      expect(stateReason).toContain('Workers died 2 times while they copied its chunk 0')
      expect((await rig.tasks(id)).map((task) => task.state).sort()).toEqual(['done', 'failed'])
    }))
})
