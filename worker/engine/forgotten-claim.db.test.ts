import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chunks } from '@/db/schema/runs'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { between } from './testing/between'
import { Rig } from './testing/rig'

const schema = `
  CREATE TABLE keyed (id int PRIMARY KEY, body text);
  INSERT INTO keyed SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 6000) n; ANALYZE`

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

describe('a chunk that Godwit’s database has forgotten in a crash', () => {
  it('is copied, although a later one landed, and is known again', async () => {
    await between(schema, async (source, target) => {
      const config = { batchSize: 400, maxThreads: 2, maxBytesPerSecond: 300_000 }
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.start(id)
      const stop = new AbortController()
      const job = rig.execute(id, {}, stop.signal)
      await rig.until(async () => (await rig.chunks(id)).filter((c) => c.state === 'landed').length > 4)
      stop.abort()
      await job
      // As if its claim had been lost, and its lane broken off before it landed.
      await withClient(target.url, (client) =>
        client.query(`DELETE FROM keyed WHERE xmin = (SELECT xids[1]::xid FROM godwit.receipt WHERE kind = 'chunk' AND chunk = 2);
                      DELETE FROM godwit.receipt WHERE kind = 'chunk' AND chunk = 2`),
      )
      const { id: runId } = await rig.runRow(id)
      await rig.database.db.delete(chunks).where(and(eq(chunks.runId, runId), eq(chunks.n, 2)))

      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await rig.execute(id, { workerId: 'the next one' })
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
      expect((await rig.chunks(id)).map(({ n, state }) => ({ n, state }))).toContainEqual({ n: 2, state: 'landed' })
    })
  })
})
