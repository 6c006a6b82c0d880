import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chunks, guestLanes, runs } from '@/db/schema/runs'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { createTestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must } from './testing/godwit-rig'
import { type OtherCheckout, otherCheckout } from './testing/other-checkout'
import { startedWorkers } from './testing/started-workers'

let rig: GodwitRig
let clone: OtherCheckout
const { start, until } = startedWorkers(() => rig)
beforeAll(async () => {
  rig = await godwitRig()
  clone = await otherCheckout()
})
afterAll(async () => {
  await clone.remove()
  await rig.database.drop()
})

const newestRun = async (id: string) =>
  (await rig.database.db.select().from(runs).where(eq(runs.migrationId, id))).at(-1)

/** Chunks that landed in lanes of the upper half, which are the guests'. */
const landedByGuests = async (id: string) => {
  const run = must(await newestRun(id))
  const rows = await rig.database.db.select().from(chunks).where(eq(chunks.runId, run.id))
  return rows.filter(({ state, lane }) => state === 'landed' && lane !== null && lane >= 2).length
}

describe('two workers that share nothing but Godwit’s database', () => {
  it.each(['guest', 'holder'] as const)(
    'work on one run, and when the %s is killed the other finishes it',
    async (dies) => {
      const [source, target] = [await createTestDatabase(), await createTestDatabase()]
      await withClient(source.url, (client) =>
        client.query(`CREATE TABLE orders (id bigint PRIMARY KEY, note text);
                    CREATE TABLE events (at int, note text);
                    INSERT INTO orders SELECT n, repeat(md5(n::text), 6) FROM generate_series(1, 12000) n;
                    INSERT INTO events SELECT n, repeat(md5(n::text), 6) FROM generate_series(1, 8000) n; ANALYZE`),
      )
      // The second from another clone, and given nothing but Godwit's database and the keys.
      const [first, second] = [start(), start({}, clone.folder)]
      const config = { batchSize: 400, maxThreads: 4, maxBytesPerSecond: 400_000 }
      const id = await rig.draft({
        source: await rig.connect(source.url),
        target: await rig.connect(target.url),
        config,
      })
      await rig.tell(id, { type: 'plan' })
      await until(async () => (await rig.migration(id)).state === 'Ready')
      await rig.tell(id, { type: 'start', planHash: must(await rig.plan(id)).hash, reason: null })

      await until(async () => (await newestRun(id)) !== undefined && (await landedByGuests(id)) > 2)
      const holder = must(await newestRun(id)).workerId
      const [held, guest] = first.workerId() === holder ? [first, second] : [second, first]
      const seats = await rig.database.db
        .select()
        .from(guestLanes)
        .where(eq(guestLanes.runId, must(await newestRun(id)).id))
      expect(new Set(seats.map((seat) => seat.workerId))).toEqual(new Set([guest.workerId()]))

      const victim = dies === 'guest' ? guest : held
      victim.child.kill('SIGKILL')
      await victim.ended
      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await until(async () => (await rig.migration(id)).state === 'Completed')
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
      const types = await rig.eventTypes(id)
      expect(types.includes('RunTakenOver')).toBe(dies === 'holder')
      expect(types).not.toContain('ChunkRetried')
      await source.drop()
      await target.drop()
    },
  )
})
