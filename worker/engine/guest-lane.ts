import type { GuestOrder } from '@/db/schema/runs'
import { answerOrder, type GuestSeat, keepSeat, leaveLane, readOrder } from '@/db/statements/guest-lanes'
import { readControls } from '@/db/statements/read-controls'
import { readRun } from '@/db/statements/read-run'
import { Board, type Landed } from './board'
import type { LaneContext, RunContext } from './context'
import { copyChunk } from './copy-chunk'
import { Halt } from './halt'
import { LaneSessions } from './lane-sessions'
import { Progress } from './progress'
import { RowHashes } from './row-hashes'
import type { RunPorts } from './run-ports'
import { ByteThrottle } from './throttle'
import { TrailingNotes } from './trailing-notes'

/** How often a guest looks for an order. */
const lookMs = 40

/**
 * Works a lane of a run that another worker holds: copies the chunks it is told to, under the holder's epoch and snapshot, until the run
 * no longer goes on, the lane is taken away, or `signal` aborts. It decides nothing: a chunk that does not land is the holder's again.
 * Answers whether every chunk landed; after one that did not, it leaves. No session of it is left.
 */
export async function workAsGuest(ports: RunPorts, seat: GuestSeat, signal: AbortSignal): Promise<boolean> {
  const { db } = ports.database
  const halt = new Halt()
  const progress = new Progress(ports, seat)
  const over = new AbortController()
  const stop = () => halt.request({ kind: 'stopping' }, ports.timing.stopGraceMs)
  signal.addEventListener('abort', stop)
  const watch = { controls: await readControls(db, seat.migrationId), onChange: () => () => undefined, onRetry: null }
  const keeping = keep(ports, seat, watch, halt, over.signal)
  try {
    const record = await readRun(db, seat)
    // All lanes together keep to the limit; this is one of them.
    const throttle = new ByteThrottle(ports, () => shareOf(watch.controls.config))
    const run: RunContext = { ports, hold: seat, record, plan: record.plan, watch, halt, progress, throttle }
    return await serve(run, seat)
  } finally {
    signal.removeEventListener('abort', stop)
    over.abort()
    await keeping
    await progress.stop()
    halt.close()
    await leaveLane(db, seat)
  }
}

const shareOf = ({ maxBytesPerSecond, maxThreads }: { maxBytesPerSecond: number | null; maxThreads: number }) =>
  maxBytesPerSecond === null ? null : maxBytesPerSecond / maxThreads

async function serve(run: RunContext, seat: GuestSeat): Promise<boolean> {
  const { ports, halt } = run
  const { db } = ports.database
  let desk: { readonly of: GuestOrder; readonly lane: LaneContext; readonly sessions: LaneSessions } | null = null
  let served: string | null = null
  try {
    while (!halt.soft.aborted) {
      const order = await readOrder(db, seat)
      if (order === null || order.id === served) {
        await ports.sleep(lookMs, halt.soft)
        continue
      }
      served = order.id
      if (desk === null || !isAlike(desk.of, order)) {
        await desk?.sessions.close()
        const lane = contextOf(run, order)
        desk = { of: order, lane, sessions: new LaneSessions(lane, seat.lane) }
      }
      const landed = await obey(desk.lane, desk.sessions, order)
      await answerOrder(db, seat, { id: order.id, landed: landed === null ? null : inDigits(landed) })
      if (landed === null) return false
    }
    return true
  } finally {
    await desk?.sessions.close()
  }
}

const isAlike = (a: GuestOrder, b: GuestOrder) =>
  a.snapshot === b.snapshot && a.digestVersion === b.digestVersion && a.targetStartedAt === b.targetStartedAt

function contextOf(run: RunContext, { snapshot, digestVersion, targetStartedAt }: GuestOrder): LaneContext {
  const board = new Board(run.plan, { tasks: [], chunks: [] }, [])
  const hashes = new RowHashes(digestVersion, run.plan.tasks)
  return { ...run, board, snapshot, hashes, notes: new TrailingNotes(), targetStartedAt }
}

async function obey(run: LaneContext, sessions: LaneSessions, order: GuestOrder): Promise<Landed | null> {
  const { task, chunk: n, lower, upper } = order
  const chunk = {
    task,
    n,
    lower,
    upper,
    attempt: 1,
    outage: null,
    notBefore: 0,
    deaths: 0,
    rejected: 0,
    rows: 0n,
    bytes: 0n,
    sourceDigest: null,
  }
  try {
    return await copyChunk(run, sessions, { ...chunk, state: 'copying' }, Promise.resolve())
  } catch (err) {
    await sessions.close()
    run.ports.log.info({ err, runId: run.hold.runId, task, chunk: n }, 'a chunk did not land here')
    return null
  }
}

const inDigits = ({ rows, bytes, sourceDigest }: Landed) => ({
  rows: String(rows),
  bytes: String(bytes),
  sourceDigest,
})

/** Keeps the lease, and looks whether the run goes on as it was. */
async function keep(
  { database: { db }, clock, sleep, timing, log }: RunPorts,
  seat: GuestSeat,
  watch: { controls: Awaited<ReturnType<typeof readControls>> },
  halt: Halt,
  over: AbortSignal,
): Promise<void> {
  let renewedAt = clock.elapsedMs()
  while (!over.aborted) {
    await sleep(timing.controlMs, over)
    if (over.aborted) return
    try {
      watch.controls = await readControls(db, seat.migrationId)
      const { state, intent, epoch } = watch.controls
      if (state !== 'Running' || epoch !== seat.epoch) halt.request({ kind: 'lost' }, 0)
      else if (intent === 'cancelling') halt.request({ kind: 'cancelling' }, timing.pauseGraceMs)
      else if (intent === 'pausing') halt.request({ kind: 'pausing' }, timing.pauseGraceMs)
      if (clock.elapsedMs() - renewedAt < timing.heartbeatMs) continue
      renewedAt = clock.elapsedMs()
      if (!(await keepSeat(db, seat, timing.leaseMs))) halt.request({ kind: 'lost' }, 0)
    } catch (err) {
      log.warn({ err, runId: seat.runId }, 'the controls of a run cannot be read')
    }
  }
}
