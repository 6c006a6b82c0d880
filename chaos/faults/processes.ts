import { setTimeout as wait } from 'node:timers/promises'
import { enqueue } from '@/db/queue'
import { transaction } from '@/db/transaction'
import type { Battlefield } from '../battlefield'
import { untilSo } from '../patience'
import { between } from '../random'
import { busyGuestOf, holderOf, stateOf } from '../sight'
import { timing } from '../workers'
import { type Fault, NotPossible } from './fault'

const longMs = 30_000
/** A free worker looks each second whether it can lend a hand. */
const guestMs = 4_000

/** SIGKILL of the worker that holds the run. */
export const kill: Fault = async (field) => {
  await signalHolder(field, 'SIGKILL')
}

/** SIGTERM: it lets go in order, and another goes on. */
export const stop: Fault = async (field) => {
  await signalHolder(field, 'SIGTERM')
}

/** SIGKILL of all workers at once. */
export const killAll: Fault = async ({ arena: { workers } }) => {
  for (const pid of workers.pids) workers.signal(pid, 'SIGKILL')
}

/** SIGSTOP for longer than the lease, then SIGCONT: a zombie that wants to go on writing. */
export const freeze: Fault = async (field, random) => {
  const pid = await signalHolder(field, 'SIGSTOP')
  await wait((timing.leaseMs ?? 0) + (timing.sweepMs ?? 0) + between(random, 200, 1_800))
  field.arena.workers.signal(pid, 'SIGCONT')
}

/** SIGKILL of the holder, and of whoever takes over, while it finds out what has happened. */
export const killSuccessor: Fault = async (field, random) => {
  const before = await stateOf(field)
  const first = await signalHolder(field, 'SIGKILL')
  const isTaken = async () => {
    const [now, holder] = [await stateOf(field), await holderOf(field)]
    return (now?.epoch ?? 0) > (before?.epoch ?? 0) && holder !== null && holder !== first
  }
  if (!(await untilSo(isTaken, longMs, 3))) return
  await wait(between(random, 0, 250))
  await signalHolder(field, 'SIGKILL')
}

/** Somebody pauses the run, and everybody who holds its snapshot is killed. */
export const killPaused: Fault = async (field) => {
  await field.person.tell({ type: 'pause', reason: 'chaos' })
  await untilSo(async () => (await stateOf(field))?.state === 'Paused', longMs)
  for (const pid of field.arena.workers.pids) field.arena.workers.signal(pid, 'SIGKILL')
}

/** A worker that lends the holder a hand is killed in the middle of a chunk, or frozen for longer than its lease. */
export const loseGuest: Fault = async (field, random) => {
  const { workers } = field.arena
  let pid: number | null = null
  const isBusy = async () => {
    pid = await busyGuestOf(field)
    return pid !== null
  }
  await untilSo(isBusy, guestMs, 3)
  if (pid === null) throw new NotPossible('No other worker lent a hand.')
  const isKilled = random() < 0.5
  workers.signal(pid, isKilled ? 'SIGKILL' : 'SIGSTOP')
  if (isKilled) return
  await wait((timing.leaseMs ?? 0) + between(random, 200, 1_800))
  workers.signal(pid, 'SIGCONT')
}

/** Somebody pauses and resumes, again and again, whatever is in flight. */
export const pauseOften: Fault = async (field, random) => {
  for (let n = between(random, 3, 6); n > 0; n--) {
    await field.person.tell({ type: 'pause', reason: 'chaos' })
    // Now and then it is taken back before the last lane is gone.
    const isImpatient = random() < 0.3
    await untilSo(async () => isImpatient || (await stateOf(field))?.state === 'Paused', longMs, 5)
    await wait(between(random, 0, 200))
    await field.person.tell({ type: 'resume', reason: null })
    await wait(between(random, 50, 300))
  }
}

/** A table fails for want of a privilege; the new planning, and the beginning of the new run, are killed. */
export const killRetry: Fault = async (field, random) => {
  const { arena, target, person } = field
  const before = await stateOf(field)
  await target.demand('REVOKE INSERT ON public.codes, public.journal FROM writer')
  await field.person.tell({ type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
  await untilSo(async () => (await stateOf(field))?.state === 'Failed', longMs)
  await target.demand('GRANT INSERT ON public.codes, public.journal TO writer')
  person.isTroubleOver = true
  await untilSo(() => isPlanning(field), longMs, 3)
  await killAll(field, random)
  const isStarted = async () => {
    const now = await stateOf(field)
    return now?.state === 'Running' && now.epoch > (before?.epoch ?? 0) && (await holderOf(field)) !== null
  }
  if (!(await untilSo(isStarted, longMs, 3))) return
  await wait(between(random, 0, 300))
  await signalHolder({ ...field, arena }, 'SIGKILL')
}

/** The same run is given to all workers, again and again. */
export const rivals: Fault = async ({ arena: { rig }, desk, migrationId }, random) => {
  for (let n = between(random, 3, 10); n > 0; n--) {
    await desk.use(() =>
      transaction(rig.database.db, async (tx) => {
        for (const _ of [1, 2, 3]) await enqueue(tx, { name: 'run', data: { migrationId } })
      }),
    )
    await wait(between(random, 10, 150))
  }
}

/** The lease is over although its holder is well, as when a clock jumps: another worker comes, and both write. */
export const loseLease: Fault = async (field, random) => {
  const before = await stateOf(field)
  const isTaken = async () => {
    await field.own.ask(
      `UPDATE runs SET lease_until = clock_timestamp() - interval '1 second' WHERE migration_id = $1 AND ended_at IS NULL`,
      [field.migrationId],
    )
    return ((await stateOf(field))?.epoch ?? 0) > (before?.epoch ?? 0)
  }
  for (let n = between(random, 1, 2); n > 0; n--) {
    await untilSo(isTaken, longMs, 20)
    await wait(between(random, 50, 400))
  }
}

/** Whether a worker reads a database of the migration for its plan. */
export async function isPlanning({ source, target }: Battlefield): Promise<boolean> {
  const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'godwit plan'`
  return (await source.ask(sql)).length + (await target.ask(sql)).length > 0
}

async function signalHolder(field: Battlefield, name: NodeJS.Signals): Promise<number> {
  let pid: number | null = null
  await untilSo(async () => {
    pid = await holderOf(field)
    return pid !== null
  }, longMs)
  if (pid === null || !field.arena.workers.signal(pid, name)) throw new NotPossible('Nobody held the run.')
  return pid
}
