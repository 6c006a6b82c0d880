import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { findAbandonedRuns } from '@/db/statements/abandoned-runs'
import type { MappingContent } from '@/domain/contracts/mapping'
import { withClient } from '@/testbed/server'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'
import { bundleWorkerProcess, type Program } from './testing/spawn-worker'

const timing = { leaseMs: 1_200, heartbeatMs: 200, controlMs: 100 }

let rig: Rig
let program: Program
beforeAll(async () => {
  rig = await Rig.open(timing)
  program = await bundleWorkerProcess()
})
afterAll(async () => {
  await program.remove()
  await rig.close()
})

const tables = `
  CREATE TABLE poison (id int PRIMARY KEY, body text);
  CREATE TABLE sound (id int PRIMARY KEY, body text)`
const rows = `
  INSERT INTO poison SELECT n, repeat(md5(n::text), 4) FROM generate_series(1, 600) n;
  INSERT INTO sound SELECT n, repeat(md5(n::text), 4) FROM generate_series(1, 6000) n; ANALYZE`
/** Whoever copies row 250 stands still until the lock is free: as a worker that is about to die of it. */
const trap = `
  CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id = 250 THEN PERFORM pg_catalog.pg_advisory_xact_lock_shared(4711); END IF; RETURN NEW; END $$;
  CREATE TRIGGER stand_still BEFORE INSERT ON poison FOR EACH ROW EXECUTE FUNCTION stand_still()`
const caught = `SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
  WHERE l.locktype = 'advisory' AND l.objid = 4711 AND NOT l.granted AND d.datname = current_database()`

describe('a chunk that the worker dies of', () => {
  it('is tried once more, with nothing else in flight, then its table stops and the others go on', async () => {
    await between(`${tables}; ${rows}`, (source, target) =>
      withClient(target.url, async (held) => {
        await held.query(`${tables}; ${trap}; SELECT pg_advisory_lock(4711)`)
        const config = { batchSize: 100, maxThreads: 3, maxBytesPerSecond: 150_000 }
        const write: MappingContent['write'] = { all: { mode: 'append', triggers: 'let-fire' }, tables: [] }
        const id = await rig.draft({ source: source.url, target: target.url }, config, { write })
        const { tasks } = await rig.plan(id)
        const numberOf = (table: string) => tasks.find((task) => task.source.name === table)?.n
        const poison = numberOf('poison')
        /** How often the chunk of row 250 has been tried. */
        const tries = async () =>
          (await rig.chunks(id)).find(({ task, n, state }) => task === poison && n === 2 && state === 'running')
            ?.attempt
        await rig.start(id)
        const inFlight = async () => (await rig.chunks(id)).filter((chunk) => chunk.state === 'running').length
        for (const death of [1, 2]) {
          const worker = program.start(rig.order(timing))
          onTestFinished(() => worker.signal('SIGKILL'))
          await rig.until(async () => (await findAbandonedRuns(rig.database.db)).includes(id))
          worker.tell(id)
          await rig.until(async () => (await tries()) === death && (await cell(target.url, caught)) !== '0', 60_000)
          if (death === 1) await rig.until(async () => (await inFlight()) > 1)
          else expect(await inFlight(), 'lanes that are busy at the second death').toBe(1)
          worker.signal('SIGKILL')
          await worker.end()
          expect((await rig.migration(id)).epoch).toBe(death)
        }
        expect(await cell(target.url, 'SELECT count(*) FROM sound'), 'the second death came in between').not.toBe(
          '6000',
        )

        await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
        await rig.until(async () => (await findAbandonedRuns(rig.database.db)).includes(id))
        await rig.execute(id)
        const ended = await rig.tasks(id)
        expect(ended.find(({ n }) => n === poison)).toMatchObject({
          state: 'failed',
          reason: expect.stringContaining('Workers died 2 times'),
        })
        expect(ended.find(({ n }) => n === numberOf('sound'))).toMatchObject({ state: 'done', verdict: 'equal' })
        expect(await cell(target.url, 'SELECT count(*) FROM sound')).toBe('6000')
        expect(await cell(target.url, 'SELECT count(*) FROM poison WHERE id = 250')).toBe('0')
        const chunk = (await rig.chunks(id)).find(({ deaths }) => deaths > 1)
        expect(chunk).toMatchObject({ task: poison, n: 2, deaths: 2, attempt: 2 })
        const { state, stateReason } = await rig.migration(id)
        expect({ state, stateReason }).toMatchObject({
          state: 'Failed',
          stateReason: expect.stringMatching(/^1 of 2 tables failed\. public\.poison: .*it is not tried a third time/),
        })
      }),
    )
  })
})
