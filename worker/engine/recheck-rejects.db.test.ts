import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rejects } from '@/db/schema/quarantine'
import { withClient } from '@/testbed/server'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open({ controlMs: 100 })
})
afterAll(() => rig.close())

const table = 'CREATE TABLE people (id int PRIMARY KEY, name text, age int'
const rows = `INSERT INTO people SELECT n, repeat(md5(n::text), 10), n FROM generate_series(1, 1200) n;
  UPDATE people SET age = -1 WHERE id IN (150, 160, 350)`
const config = { batchSize: 100, maxThreads: 1, maxRejectedPercent: 10 }
/** A row that nobody has committed yet: the run's own of this key waits for it, and everything behind that one as well. */
const inTheWay = `BEGIN; INSERT INTO people VALUES (1000, 'in the way', 100000)`
const keeper = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'godwit keeper%'`
const xidsOf = (chunk: number) => `SELECT xids FROM godwit.receipt WHERE kind = 'chunk' AND chunk = ${chunk}`
const rejectedOf = async (id: string) => {
  const { db } = rig.database
  const found = await db
    .select()
    .from(rejects)
    .where(eq(rejects.migrationId, id))
    .orderBy(asc(rejects.chunk), asc(rejects.n))
  return found.map(({ key, state }) => `${key[0]?.[1]} ${state}`)
}

/** A run of six chunks or more, of which rows 150, 160 and 350 are in quarantine; then its snapshot is lost after `change`. */
async function replaced(
  constraint: string,
  change: string,
): Promise<{ kept: string; redone: number; end: string; rejected: string[] }> {
  let answer = { kept: '', redone: -1, end: '', rejected: [] as string[] }
  await between(`${table}); ${rows}`, async (source, target) => {
    await run(target, `${table}, ${constraint})`)
    const id = await rig.ready({ source: source.url, target: target.url }, config)
    await rig.start(id)
    let job = Promise.resolve()
    let before = ''
    await withClient(target.url, async (blocking) => {
      await blocking.query(inTheWay)
      job = rig.execute(id)
      await rig.until(async () => (await rig.chunks(id)).filter(({ state }) => state === 'landed').length > 5)
      before = await cell(target.url, xidsOf(1))
      if (change !== '') await run(source, change)
      await run(source, keeper)
      await rig.until(async () => (await rig.events(id)).some((event) => event.type === 'SnapshotReplaced'))
    })
    await job
    expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
    const rejected = await rejectedOf(id)
    const after = await cell(target.url, xidsOf(1))
    const again = (await rig.events(id)).find((event) => event.type === 'SnapshotReplaced')
    const redone = again?.type === 'SnapshotReplaced' ? again.data.chunksRedone : -1
    await rig.tell(id, { type: 'accept', reason: null })
    await rig.execute(id)
    expect((await rig.tasks(id)).map(({ verdict }) => verdict)).toEqual(['equal'])
    answer = { kept: before === after ? 'kept' : 'redone', redone, end: (await rig.migration(id)).state, rejected }
  })
  return answer
}

describe('a chunk of which rows are in quarantine, under a new snapshot', () => {
  it('is kept with them where nothing of it has changed in the source', async () => {
    const change = `UPDATE people SET name = 'new' WHERE id = 5; UPDATE people SET name = 'new' WHERE id = 350`
    expect(await replaced('CONSTRAINT grown CHECK (age >= 0)', change)).toEqual({
      kept: 'kept',
      redone: 2,
      end: 'Completed',
      rejected: ['150 open', '160 open', '350 open'],
    })
  })

  it('is copied again where a row in quarantine has changed, which may fit by now', async () => {
    const change = `UPDATE people SET age = 7 WHERE id = 160`
    expect(await replaced('CONSTRAINT grown CHECK (age >= 0)', change)).toEqual({
      kept: 'redone',
      redone: 1,
      end: 'Completed',
      rejected: ['150 open', '350 open'],
    })
  })

  it('is copied again where another row may be why they are there, and something has changed', async () => {
    const clash = 'CONSTRAINT one_age UNIQUE (age)'
    expect(await replaced(clash, `UPDATE people SET age = 5000 WHERE id = 150`)).toMatchObject({
      redone: 2,
      end: 'Completed',
      rejected: ['350 open'],
    })
    expect(await replaced(clash, '')).toMatchObject({ kept: 'kept', redone: 0, rejected: ['160 open', '350 open'] })
  })
})
