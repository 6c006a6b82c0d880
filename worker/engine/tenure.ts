import { serverStartedAt } from '@/connectors/postgres/backends'
import { type Receipt, readReceipts } from '@/connectors/postgres/receipts'
import { readRejects } from '@/connectors/postgres/rejects'
import type { RunHold } from '@/db/statements/hold-run'
import type { Controls } from '@/db/statements/read-controls'
import { readRun } from '@/db/statements/read-run'
import { claimChunk, finishChunk, suspendChunk } from '@/db/statements/write-chunk'
import { Board } from './board'
import { breakable } from './breakable'
import { conclude } from './conclude'
import type { LaneContext, RunContext } from './context'
import { finishTables } from './finish-tables'
import type { Halt, HaltReason } from './halt'
import { runLanes } from './lanes'
import { stopPoisoned } from './poisoned-chunks'
import { learnTarget, shutOutEarlier } from './prepare-target'
import { Progress } from './progress'
import { proveTables } from './prove-tables'
import { syncQuarantine } from './quarantine-chunk'
import { recheckUnlogged } from './recheck-unlogged'
import { replayRequested } from './replay-requested'
import { rowHashesFor } from './row-hashes'
import type { RunPorts } from './run-ports'
import type { RunWatch } from './run-watch'
import { type KeeperSlot, secureSnapshot } from './secure-snapshot'
import { openRunSession, type RunSession } from './session'
import { applyStepsBefore, type StepSessions } from './steps'
import { ByteThrottle } from './throttle'
import { TrailingNotes } from './trailing-notes'

/** How a tenure ended: the run is over, or why it halted. */
export type TenureEnd = { readonly kind: 'over' } | HaltReason

/**
 * Works for a run under one epoch: shuts out earlier holders, learns from the receipts what is done, secures the snapshot, and does
 * the rest in order (steps before, rows, steps after, the equation). Everything in it can be done again by a later tenure, and is,
 * after whatever broke this one off. When it returns or throws, none of its sessions is left but the keeper's.
 */
export async function runTenure(
  ports: RunPorts,
  hold: RunHold,
  watch: RunWatch,
  slot: KeeperSlot,
  halt: Halt,
): Promise<TenureEnd> {
  const record = await readRun(ports.database.db, hold)
  const throttle = new ByteThrottle(ports, () => ownShare(watch.controls))
  const progress = new Progress(ports, hold)
  const run: RunContext = { ports, hold, record, plan: record.plan, watch, halt, progress, throttle }
  slot.onLost = () => halt.request({ kind: 'again', reason: 'The keeper of the snapshot lost its connection.' }, 0)
  try {
    const control = await openRunSession(ports, hold, {
      side: 'target',
      role: 'lane',
      connectionId: record.targetConnectionId,
      applicationName: `godwit run ${hold.runId.slice(0, 8)}`,
      onLost: () => halt.request({ kind: 'again', reason: 'The connection to the target broke.' }, 0),
    })
    try {
      return await work(run, control, slot)
    } finally {
      await control.close()
    }
  } finally {
    slot.onLost = () => undefined
    await progress.stop()
  }
}

/** What guests may move comes out of the whole run's limit. */
function ownShare({ config: { maxBytesPerSecond, maxThreads }, guests }: Controls): number | null {
  if (maxBytesPerSecond === null) return null
  return (maxBytesPerSecond * Math.max(1, maxThreads - guests)) / maxThreads
}

async function work(begun: RunContext, control: RunSession, slot: KeeperSlot): Promise<TenureEnd> {
  const { halt } = begun
  const { client: target } = control
  await shutOutEarlier(begun, control)
  if (halt.reason !== null) return halt.reason
  const { run, board, receipts } = await learnAndReplay(begun, target, slot)
  const applied = stepsIn(receipts)
  const steps = stepSessions(run, target)
  try {
    await stopPoisoned(run, board)
    await breakable(
      run,
      control,
      applyStepsBefore(run, steps, (step) => applied.has(step.n)),
    )
    await runLanes({ ...run, board, ...(await laneFacts(run, control, slot, receipts)) })
    if (halt.reason !== null) return halt.reason
    const now = await readReceipts(target, run.hold)
    await proveTables(run, board, now, await readRejects(target, run.hold))
    const done = { steps: stepsIn(now), analyzed: new Set(now.filter((r) => r.kind === 'analyze').map((r) => r.task)) }
    const failures = await breakable(run, control, finishTables({ run, board, sessions: steps, done }))
    if (halt.reason !== null) return halt.reason
    await conclude(run, target, board, failures)
    return { kind: 'over' }
  } finally {
    await steps.close()
  }
}

async function laneFacts(
  { plan }: RunContext,
  { client: target }: RunSession,
  { keeper }: KeeperSlot,
  receipts: readonly Receipt[],
): Promise<Omit<LaneContext, keyof RunContext | 'board'>> {
  const source = keeper?.session.client ?? null
  return {
    snapshot: keeper?.snapshot.name ?? null,
    hashes: await rowHashesFor({ source, target }, plan.tasks, receipts),
    notes: new TrailingNotes(),
    targetStartedAt: await serverStartedAt(target),
  }
}

/** The same, after rows that were asked for came out of quarantine: what they change stands in the receipts. */
async function learnAndReplay(begun: RunContext, target: RunSession['client'], slot: KeeperSlot) {
  const learned = await learn(begun, target, slot)
  const { run } = learned
  await syncQuarantine(run, target)
  if ((await replayRequested(run, target)) === 0) return learned
  const receipts = await readReceipts(target, run.hold)
  return { run, receipts, board: new Board(run.plan, run.record, receipts) }
}

/** Learns what is done and what is left, and secures the snapshot for the latter. */
async function learn(run: RunContext, target: RunSession['client'], slot: KeeperSlot) {
  const secured = isUntouched(run) ? secureSnapshot(run, target, slot, false) : Promise.resolve(false)
  const settled = Promise.allSettled([secured])
  const known = await learnTarget(run, target).finally(() => settled)
  await secured
  const receipts = (await recheckUnlogged(run, target, known)) ? await readReceipts(target, run.hold) : known
  const board = new Board(run.plan, run.record, receipts)
  await noteChunks(run, board)
  const hasLanded = receipts.some((r) => r.kind === 'chunk')
  // Godwit's database may have lost what it knew in a crash of its own: then the snapshot is not that of these rows.
  if (hasLanded && isUntouched(run)) await letGo(slot)
  if (!needsSource(board) || !(await secureSnapshot(run, target, slot, hasLanded))) return { run, board, receipts }
  const record = await readRun(run.ports.database.db, run.hold)
  const left = await readReceipts(target, run.hold)
  return { run: { ...run, record }, board: new Board(run.plan, record, left), receipts: left }
}

async function letGo(slot: KeeperSlot): Promise<void> {
  await slot.keeper?.close()
  slot.keeper = null
}

/** The first tenure of a migration's first run, as far as Godwit's database knows: the source need not wait for what the target says. */
const isUntouched = ({ plan, record }: RunContext) =>
  plan.tasks.length > 0 && record.number === 1 && record.snapshotName === null && record.chunks.length === 0

const stepsIn = (receipts: readonly Receipt[]) => new Set(receipts.filter((r) => r.kind === 'step').map((r) => r.chunk))

/** The states of chunks in Godwit's database are hints: here they are set right by the receipts. */
async function noteChunks({ ports, hold, record }: RunContext, board: Board): Promise<void> {
  const { db } = ports.database
  const now = ports.clock.now()
  const noted = new Map(record.chunks.map(({ task, n, state }) => [`${task} ${n}`, state]))
  for (const chunk of board.tasks.flatMap((task) => [...task.chunks.values()])) {
    const { task, n, rows, bytes } = chunk
    const state = noted.get(`${task} ${n}`)
    // A crash of Godwit's database may have taken its claim back.
    if (state === undefined) await claimChunk(db, hold, { ...chunk, lane: 0, sourceRows: null }, now)
    if (chunk.state === 'landed' && state !== 'landed')
      await finishChunk(db, hold, chunk, { rows, bytes, ms: null, now })
    if (chunk.state === 'waiting' && state !== 'pending' && board.task(task).failure === null)
      await suspendChunk(db, hold, chunk, 'pending')
  }
}

/** Whether anything is still to be read under the run's snapshot. */
function needsSource(board: Board): boolean {
  return board.tasks.some((task) => {
    const isRead = task.cutAll && task.waiting.size === 0
    return task.failure === null && !(isRead && task.sourceRows !== null)
  })
}

/** The sessions of steps; the source's is opened where a step asks for it. */
function stepSessions(run: RunContext, target: RunSession['client']): StepSessions & { close: () => Promise<void> } {
  let source: RunSession | null = null
  return {
    target,
    source: async () => {
      source ??= await openRunSession(run.ports, run.hold, {
        side: 'source',
        role: 'lane',
        connectionId: run.record.sourceConnectionId,
        applicationName: `godwit run ${run.hold.runId.slice(0, 8)}`,
      })
      return source.client
    },
    close: async () => source?.close(),
  }
}
