import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'
import { bundle, type Program } from './testing/spawn-worker'

const mostBytes = 256 * 1024 * 1024
const blobBytes = 100 * 1024 * 1024
const columns = Array.from({ length: 1_600 }, (_, n) => `c${n} int DEFAULT ${n}`).join(', ')
const schema = `
  CREATE TABLE blobs (id int PRIMARY KEY, body bytea);
  ALTER TABLE blobs ALTER body SET STORAGE EXTERNAL;
  INSERT INTO blobs SELECT n, decode(repeat(md5(n::text), ${blobBytes / 16}), 'hex') FROM generate_series(1, 2) n;
  CREATE TABLE wide (${columns});
  INSERT INTO wide SELECT FROM generate_series(1, 3000);
  ANALYZE`

let rig: Rig
let worker: Program
beforeAll(async () => {
  rig = await Rig.open()
  worker = await bundle('worker/main.ts')
})
afterAll(async () => {
  await worker.remove()
  await rig.close()
})

describe('the memory of a worker', () => {
  it('stays within 256 MB with rows of 100 MB and a table of 1,600 columns', async () => {
    await between(schema, async (source, target) => {
      const running = worker.start(rig.environment())
      try {
        const id = await rig.draft({ source: source.url, target: target.url })
        await rig.tell(id, { type: 'plan' })
        await rig.untilState(id, 'Ready', 60_000)
        await rig.acknowledgeAll(id)
        await rig.start(id)
        await rig.until(async () => (await rig.migration(id)).state !== 'Running', 100_000)
        expect(await rig.migration(id)).toMatchObject({ state: 'Completed', stateReason: null })
        expect(await running.peakRss()).toBeLessThan(mostBytes)
      } finally {
        running.signal('SIGTERM')
        await running.end()
      }
      expect(await cell(target.url, 'SELECT sum(length(body)) FROM blobs')).toBe(String(2 * blobBytes))
      expect(await cell(target.url, 'SELECT count(*) FROM wide WHERE c1599 = 1599')).toBe('3000')
    })
  })
})
