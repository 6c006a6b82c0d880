import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dismissGuests, type GuestSeat, joinLane, keepSeat, readOrder } from '@/db/statements/guest-lanes'
import { HoldLost, type RunHold } from '@/db/statements/hold-run'
import { noteBackend } from '@/db/statements/lane-backends'
import { readRun } from '@/db/statements/read-run'
import { changeRun } from '@/db/statements/write-run'
import { transaction } from '@/db/transaction'
import { claimRun } from './claim-run'
import { between } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const sql = 'CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders VALUES (1); ANALYZE'

/** A run that somebody holds, with a snapshot, and a lane of it that is taken by another. */
async function joined(ends: {
  source: string
  target: string
}): Promise<{ hold: RunHold; join: () => Promise<GuestSeat> }> {
  const { db } = rig.database
  const id = await rig.ready(ends, { maxThreads: 2 })
  await rig.start(id)
  const hold = await claimRun(rig.ports, id)
  if (hold === null) throw new Error('The run could not be taken.')
  await readRun(db, hold)
  await transaction(db, (tx) => changeRun(tx, hold.runId, { snapshotName: 'a snapshot' }))
  const join = async () => {
    const seat = await joinLane(db, { workerId: 'guest', leaseMs: 60_000, avoid: [] })
    if (seat === null) throw new Error('There was no lane to take.')
    return seat
  }
  return { hold, join }
}

let pid = 0
const note = (hold: RunHold) => {
  const backend = { side: 'target', role: 'lane', pid: ++pid, start: '2026-01-01', workerId: 'guest' } as const
  return noteBackend(rig.database.db, hold, backend)
}

describe('a guest that was shut out', () => {
  it('opens no session any more under the epoch that goes on, also where its worker has taken the same lane again', () =>
    between(sql, async (source, target) => {
      const { db } = rig.database
      const { hold, join } = await joined({ source: source.url, target: target.url })
      const first = await join()
      await note(first)
      await dismissGuests(db, hold.runId, 'guest')
      await expect(note(first)).rejects.toThrow(HoldLost)
      await note(hold)

      const second = await join()
      expect(second).toMatchObject({ lane: first.lane, epoch: first.epoch, workerId: first.workerId })
      await expect(note(first)).rejects.toThrow(HoldLost)
      expect(await keepSeat(db, first, 60_000)).toBe(false)
      expect(await readOrder(db, first)).toBeNull()
      await note(second)
      expect(await keepSeat(db, second, 60_000)).toBe(true)
    }))

  it('is shut out by a tenure that begins under the same epoch', () =>
    between(sql, async (source, target) => {
      const { hold, join } = await joined({ source: source.url, target: target.url })
      const seat = await join()
      await note(seat)
      await rig.tell(hold.migrationId, { type: 'pause', reason: null })
      // The holder looks at everything anew, and pauses.
      await rig.database.db.execute(`update runs set lease_until = null, worker_id = null`)
      const stop = new AbortController()
      const executed = rig.execute(hold.migrationId, {}, stop.signal)
      await rig.untilState(hold.migrationId, 'Paused')
      expect(await rig.migration(hold.migrationId)).toMatchObject({ epoch: seat.epoch })
      await expect(note(seat)).rejects.toThrow(HoldLost)
      stop.abort()
      await executed
    }))
})
