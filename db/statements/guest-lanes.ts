import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { migrations } from '../schema/migrations'
import { type GuestAnswer, type GuestOrder, guestLanes, runs, tasks } from '../schema/runs'
import type { RunHold } from './hold-run'

/** A guest's place in a run of another worker's. */
export interface GuestSeat extends RunHold {
  readonly lane: number
  readonly workerId: string
  readonly seat: string
}

const isAlive = sql<boolean>`${guestLanes.leaseUntil} > clock_timestamp()`
const leaseEnd = (leaseMs: number) => sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`
const isSeat = ({ runId, lane, seat }: Pick<GuestSeat, 'runId' | 'lane' | 'seat'>) =>
  and(eq(guestLanes.runId, runId), eq(guestLanes.lane, lane), eq(guestLanes.seat, seat))

/**
 * Takes a free lane of a run that another worker holds and that has chunks left to cut; null: there is none. The lower half of the lanes
 * is the holder's own. One statement, so that two guests do not take the same.
 */
export async function joinLane(
  db: Db,
  { workerId, leaseMs, avoid }: { workerId: string; leaseMs: number; avoid: readonly string[] },
): Promise<GuestSeat | null> {
  const threads = sql`(m.config ->> 'maxThreads')::int`
  const rows = await db.execute<{ migrationId: string; runId: string; lane: number; epoch: number; seat: string }>(sql`
    with taken as (
      insert into ${guestLanes} as g (run_id, lane, epoch, worker_id, lease_until)
      select r.id, l.lane, r.epoch, ${workerId}, ${leaseEnd(leaseMs)}
        from ${runs} r join ${migrations} m on m.id = r.migration_id
             cross join generate_series(${threads} - 1, (${threads} + 1) / 2, -1) as l (lane)
       where m.state = 'Running' and m.intent = 'none' and r.ended_at is null and r.snapshot_name is not null
         and r.worker_id <> ${workerId} and r.lease_until > clock_timestamp()
         and r.id <> all (${`{${avoid.join(',')}}`}::uuid[])
         and exists (select from ${tasks} t where t.run_id = r.id and not t.cut_all and t.state in ('waiting', 'copying'))
         and not exists (select from ${guestLanes} o
                          where o.run_id = r.id and o.lane = l.lane and o.lease_until > clock_timestamp())
       order by l.lane desc limit 1
      on conflict (run_id, lane) do update
        set seat = excluded.seat, epoch = excluded.epoch, worker_id = excluded.worker_id, lease_until = excluded.lease_until,
            "order" = null, answer = null
      where g.lease_until <= clock_timestamp()
      returning run_id, lane, epoch, seat)
    select r.migration_id as "migrationId", taken.run_id as "runId", taken.lane, taken.epoch, taken.seat
      from taken join ${runs} r on r.id = taken.run_id`)
  const [seat] = rows
  return seat === undefined ? null : { ...seat, workerId }
}

/** Renews the guest's lease; false: the lane is somebody else's by now. */
export async function keepSeat(db: Db, seat: GuestSeat, leaseMs: number): Promise<boolean> {
  const kept = await db
    .update(guestLanes)
    .set({ leaseUntil: leaseEnd(leaseMs) })
    .where(isSeat(seat))
    .returning({ lane: guestLanes.lane })
  return kept.length > 0
}

/** What the guest is to do; null: nothing yet, or the lane is no longer its. */
export async function readOrder(db: Db, seat: GuestSeat): Promise<GuestOrder | null> {
  const [row] = await db.select({ order: guestLanes.order }).from(guestLanes).where(isSeat(seat))
  return row?.order ?? null
}

export async function answerOrder(db: Db, seat: GuestSeat, answer: GuestAnswer): Promise<void> {
  await db.update(guestLanes).set({ answer }).where(isSeat(seat))
}

/** Gives the lane back. */
export async function leaveLane(db: Db, seat: GuestSeat): Promise<void> {
  await db.delete(guestLanes).where(isSeat(seat))
}

/**
 * Takes every lane from a run's guests, or from one of them: from then on they note no backend, so that whatever they have open is on
 * record.
 */
export async function dismissGuests(db: Db, runId: string, workerId?: string): Promise<void> {
  const whose = workerId === undefined ? undefined : eq(guestLanes.workerId, workerId)
  await db.delete(guestLanes).where(and(eq(guestLanes.runId, runId), whose))
}

/** How a lane's guest stands, as its run's holder sees it. */
export interface GuestState {
  readonly workerId: string
  readonly seat: string
  readonly isAlive: boolean
  readonly answer: GuestAnswer | null
}

/** The guest of a lane under this epoch; null: there is none. */
export async function readGuest(db: Db, { runId, epoch }: RunHold, lane: number): Promise<GuestState | null> {
  const [row] = await db
    .select({ workerId: guestLanes.workerId, seat: guestLanes.seat, isAlive, answer: guestLanes.answer })
    .from(guestLanes)
    .where(and(eq(guestLanes.runId, runId), eq(guestLanes.lane, lane), eq(guestLanes.epoch, epoch)))
  return row ?? null
}

/** Tells a guest what to copy; false: it is gone. */
export async function giveOrder(
  db: Db,
  seat: Pick<GuestSeat, 'runId' | 'lane' | 'seat'>,
  order: GuestOrder,
): Promise<boolean> {
  const given = await db
    .update(guestLanes)
    .set({ order, answer: null })
    .where(and(isSeat(seat), isAlive))
    .returning({ lane: guestLanes.lane })
  return given.length > 0
}
