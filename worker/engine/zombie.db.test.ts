import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { between, valueOf } from './testing/between'
import { Rig } from './testing/rig'
import { bundleWorkerProcess, type Program } from './testing/spawn-worker'

const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  CREATE TABLE keyless (n int, body text);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n;
  INSERT INTO keyless SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 3000) n;
  ANALYZE`
const timing = { leaseMs: 1_000, heartbeatMs: 200, controlMs: 100 }

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

describe('a worker that was thought dead', () => {
  it('writes nothing any more when it wakes up, and its successor goes on under the same snapshot', async () => {
    await between(schema, async (source, target) => {
      const worker = program.start(rig.order())
      const config = { batchSize: 400, maxThreads: 2, maxBytesPerSecond: 400_000 }
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.start(id)
      worker.tell(id)
      const landed = `SELECT count(*) FROM godwit.receipt WHERE kind = 'chunk'`
      await rig.until(async () => Number(await valueOf(target.url, landed).catch(() => '0')) > 2)
      worker.signal('SIGSTOP')
      await rig.until(async () => {
        await rig.execute(id)
        return (await rig.migration(id)).state !== 'Running'
      })
      worker.signal('SIGCONT')
      await worker.over
      await worker.end()

      const { state, stateReason, epoch } = await rig.migration(id)
      expect({ state, stateReason, epoch }).toEqual({ state: 'Completed', stateReason: null, epoch: 2 })
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
      const epochs = `SELECT string_agg(DISTINCT epoch::text, ',' ORDER BY epoch::text) FROM godwit.receipt WHERE kind = 'chunk'`
      expect(await valueOf(target.url, epochs)).toBe('1,2')
      const types = (await rig.events(id)).map((event) => event.type)
      expect(types).toContain('RunTakenOver')
      expect(types).not.toContain('RunStartedAgain')
    })
  })
})
