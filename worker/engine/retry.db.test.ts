import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RetryScope } from '@/domain/migration/commands'
import type { Plan } from '@/domain/plan/plan'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import type { TestDatabase } from '@/testbed/test-database'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

const schema = `
  CREATE TABLE going (id int PRIMARY KEY, body text);
  CREATE TABLE stuck (id int PRIMARY KEY, body text);
  INSERT INTO going SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n;
  INSERT INTO stuck SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 900) n;
  ANALYZE`
/** Nobody waits for the second try: it is to come because it was asked for. */
const pause = { initialDelayMs: 60_000, backoffFactor: 1, maxDelayMs: 60_000, jitter: 0 }
const retryPolicy = { maxAttempts: 3, ...pause, horizonMs: 1_800_000 }
const config = { batchSize: 300, maxThreads: 2, maxBytesPerSecond: 200_000, retryPolicy }

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open({ controlMs: 100 })
})
afterAll(() => rig.close())

/** Before the rows: a trigger on `stuck` that raises `sqlstate` for rows 301 to 600 as long as the table `trouble` has a row. */
const troubled = (sqlstate: string) => (plan: Plan) => {
  const sql = [
    'CREATE TABLE public.trouble AS SELECT 1 AS n',
    `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
       IF NEW.id BETWEEN 301 AND 600 AND EXISTS (SELECT FROM public.trouble) THEN RAISE 'not now' USING ERRCODE = '${sqlstate}'; END IF;
       RETURN NEW; END $f$`,
    'CREATE TRIGGER refuse BEFORE INSERT ON public.stuck FOR EACH ROW EXECUTE FUNCTION public.refuse()',
  ]
  const n = Math.max(...plan.steps.map((step) => step.n)) + 1
  const step = { n, phase: 'before' as const, kind: 'trigger', identity: 'trigger refuse', sql, table: null }
  return { ...plan, steps: [...plan.steps, step] }
}
const calm = (target: TestDatabase) => withClient(target.url, (client) => client.query('DELETE FROM trouble'))

interface Stuck {
  readonly id: string
  readonly task: number
  readonly job: Promise<void>
}

/** A run that is under way, with a table of which the second chunk meets trouble. */
async function underWay(source: TestDatabase, target: TestDatabase, sqlstate: string): Promise<Stuck> {
  let task = -1
  const id = await rig.ready({ source: source.url, target: target.url }, config, (plan) => {
    task = plan.tasks.find(({ source: { name } }) => name === 'stuck')?.n ?? -1
    return troubled(sqlstate)(plan)
  })
  await rig.start(id)
  return { id, task, job: rig.execute(id) }
}

async function endsWell({ id, job }: Stuck, source: TestDatabase, target: TestDatabase): Promise<void> {
  await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
  await rig.until(async () => (await rig.migration(id)).state !== 'Running')
  await job
  const { state, stateReason } = await rig.migration(id)
  expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
  await withClient(target.url, (client) => client.query('DROP FUNCTION refuse CASCADE; DROP TABLE trouble'))
  expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
}

describe('a retry while the migration runs', () => {
  const scopes: [string, (stuck: Stuck) => RetryScope][] = [
    ['a chunk', ({ task }) => ({ kind: 'chunk', task, chunk: 1 })],
    ['a table', ({ task }) => ({ kind: 'table', task })],
  ]
  it.each(scopes)('takes up at once what waits for its next try (%s), without disturbing the others', async (_, of) => {
    await between(schema, async (source, target) => {
      const stuck = await underWay(source, target, '40001')
      const { id, task } = stuck
      const waiting = async () => (await rig.chunks(id)).find((c) => c.task === task && c.n === 1)
      await rig.until(async () => (await waiting())?.state === 'retrying')
      await calm(target)
      await rig.tell(id, { type: 'retry', scope: of(stuck), reason: 'mended' })
      await rig.until(async () => (await waiting())?.state === 'landed')
      expect(await waiting()).toMatchObject({ attempt: 1 })
      expect(
        (await rig.tasks(id)).some((each) => each.state === 'copying'),
        'others were being copied',
      ).toBe(true)
      await endsWell(stuck, source, target)
      expect(await rig.events(id, 'ChunkRetried')).toHaveLength(1)
      expect(await rig.events(id, 'SnapshotTaken')).toHaveLength(1)
      expect(await cell(target.url, 'SELECT max(epoch) FROM godwit.receipt')).toBe('1')
    })
  })

  it('brings back a table that has failed, and copies again only what had not landed', async () => {
    await between(schema, async (source, target) => {
      const stuck = await underWay(source, target, '42P01')
      const { id, task } = stuck
      await rig.until(async () => (await rig.tasks(id)).find(({ n }) => n === task)?.state === 'failed')
      const landed = `SELECT string_agg(chunk || ' ' || xids::text, ',') FROM godwit.receipt WHERE kind = 'chunk' AND task = ${task}`
      const before = await cell(target.url, landed)
      await calm(target)
      await rig.tell(id, { type: 'retry', scope: { kind: 'table', task }, reason: 'mended' })
      await rig.until(async () => (await rig.tasks(id)).find(({ n }) => n === task)?.state !== 'failed')
      await endsWell(stuck, source, target)
      expect((await cell(target.url, landed)).split(',')).toEqual(expect.arrayContaining(before.split(',')))
      expect((await rig.tasks(id)).map(({ verdict }) => verdict)).toEqual(['equal', 'equal'])
    })
  })
})
