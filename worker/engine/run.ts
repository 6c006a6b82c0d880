import { releaseTargets } from '@/connectors/postgres/target-claims'
import { releaseLease } from '@/db/statements/claim-run'
import { HoldLost, type RunHold } from '@/db/statements/hold-run'
import { readRun } from '@/db/statements/read-run'
import { countError } from '@/db/statements/write-run'
import { retryDelayMs } from '@/domain/config/retry'
import { claimRun } from './claim-run'
import { inWords, judge } from './failure'
import { Halt, type HaltReason } from './halt'
import { openEnd } from './open-end'
import { note, report } from './report'
import type { RunPorts } from './run-ports'
import { RunWatch } from './run-watch'
import type { KeeperSlot } from './secure-snapshot'
import { endClient } from './session'
import { runTenure, type TenureEnd } from './tenure'

/** How long a run goes on trying while a server is out of reach, or Godwit's own database is. */
const horizonMs = 30 * 60_000
/** A tenure that lasted so long had its own trouble: counting begins anew. */
const steadyMs = 60_000

/**
 * Executes the newest run of a migration until it has ended, is taken over, or `signal` aborts. Does nothing where somebody else is
 * at it, or nothing is to be done. While the run is paused it stays, holding the snapshot, for `snapshotHoldMs`. It leaves no session
 * behind, whatever happens; throws only when Godwit's own database is out of reach, or on a bug: the next holder takes it from there.
 */
export async function executeRun(
  ports: RunPorts,
  { migrationId, signal }: { migrationId: string; signal: AbortSignal },
): Promise<void> {
  let hold = await claimRun(ports, migrationId)
  if (hold === null) return
  const { runId } = hold
  const watch = await RunWatch.start(ports, hold)
  const slot: KeeperSlot = { keeper: null, onLost: () => undefined }
  const trouble = new Trouble(ports, watch, signal)
  try {
    while (hold !== null) {
      const end = await oneTenure(ports, hold, watch, slot, signal)
      hold = await goOn(ports, hold, watch, slot, { end, signal, trouble })
    }
  } finally {
    await watch.stop()
    await slot.keeper?.close()
    await releaseLease(ports.database.db, { runId, workerId: ports.workerId })
  }
}

async function oneTenure(
  ports: RunPorts,
  hold: RunHold,
  watch: RunWatch,
  slot: KeeperSlot,
  signal: AbortSignal,
): Promise<TenureEnd> {
  const halt = new Halt()
  const { pauseGraceMs, stopGraceMs } = ports.timing
  const lose = () => halt.request({ kind: 'lost' }, 0)
  const stop = () => halt.request({ kind: 'stopping' }, stopGraceMs)
  const look = () => {
    const { state, intent, epoch } = watch.controls
    if (epoch !== hold.epoch || state !== 'Running') lose()
    else if (intent === 'cancelling') halt.request({ kind: 'cancelling' }, pauseGraceMs)
    else if (intent === 'pausing') halt.request({ kind: 'pausing' }, pauseGraceMs)
  }
  const forget = watch.onChange(look)
  watch.lost.addEventListener('abort', lose)
  signal.addEventListener('abort', stop)
  try {
    if (watch.lost.aborted) lose()
    if (signal.aborted) stop()
    look()
    return halt.reason ?? (await runTenure(ports, hold, watch, slot, halt))
  } catch (error) {
    return halt.reason ?? endOf(ports, hold, error)
  } finally {
    forget()
    watch.lost.removeEventListener('abort', lose)
    signal.removeEventListener('abort', stop)
    halt.close()
  }
}

/** What an error that no lane met means for the run. */
async function endOf(ports: RunPorts, hold: RunHold, thrown: unknown): Promise<HaltReason> {
  const { migrationId, runId } = hold
  const verdict = judge(thrown)
  if (verdict.kind === 'lost') return { kind: 'lost' }
  if (verdict.kind === 'own') return { kind: 'broken', cause: verdict.cause }
  if (verdict.kind === 'stopped') return { kind: 'again', reason: 'Work was broken off.' }
  const { error } = verdict
  const reason = inWords(error)
  ports.log.warn({ err: thrown, migrationId, runId }, 'a run met an error')
  const { class: errorClass, code, fix } = error
  const seen = { migrationId, runId, task: -1, class: errorClass, sqlstate: code ?? '', fix, message: reason }
  await countError(ports.database.db, seen, ports.clock.now())
  if (errorClass === 'transient') return { kind: 'again', reason }
  return { kind: errorClass === 'wait' ? 'waiting' : 'failed', reason, fix }
}

interface Ended {
  readonly end: TenureEnd
  readonly signal: AbortSignal
  readonly trouble: Trouble
}

/** What comes after a tenure: under which hold the run goes on here; null: it does not. */
async function goOn(
  ports: RunPorts,
  hold: RunHold,
  watch: RunWatch,
  slot: KeeperSlot,
  { end, signal, trouble }: Ended,
): Promise<RunHold | null> {
  try {
    switch (end.kind) {
      case 'over':
      case 'lost':
      case 'stopping':
        return null
      case 'pausing': {
        const { intent, stateReason } = await watch.refresh()
        if (intent === 'none') return hold
        return await pause(ports, hold, watch, slot, { reason: stateReason, signal })
      }
      case 'waiting':
        return await pause(ports, hold, watch, slot, { reason: `${end.reason} ${end.fix}`, signal })
      case 'cancelling':
        await letGoOfTargets(ports, hold)
        await report(ports, hold, { type: 'cancelled' })
        return null
      case 'failed':
        await letGoOfTargets(ports, hold)
        await report(ports, hold, { type: 'failed', reason: end.reason, fix: end.fix })
        return null
      case 'again':
      case 'broken': {
        const goesOn = await trouble.wait()
        if (goesOn) return hold
        if (end.kind === 'broken') throw end.cause
        if (signal.aborted || watch.lost.aborted) return null
        await letGoOfTargets(ports, hold)
        const fix = 'Bring the server back, revise the plan, then start it.'
        await report(ports, hold, { type: 'failed', reason: end.reason, fix })
        return null
      }
    }
  } catch (error) {
    if (error instanceof HoldLost) return null
    throw error
  }
}

/** Counts tenures that broke off one after the other, and waits longer each time. */
class Trouble {
  private readonly ports: RunPorts
  private readonly watch: RunWatch
  private readonly signal: AbortSignal
  private attempt = 0
  private since = 0
  private last = 0

  constructor(ports: RunPorts, watch: RunWatch, signal: AbortSignal) {
    this.ports = ports
    this.watch = watch
    this.signal = signal
  }

  /** False: it has been tried for long enough, or nobody wants it any more. */
  async wait(): Promise<boolean> {
    const { clock, random, sleep } = this.ports
    const now = clock.elapsedMs()
    if (this.attempt === 0 || now - this.last > steadyMs) {
      this.attempt = 0
      this.since = now
    }
    this.attempt += 1
    const { retryPolicy } = this.watch.controls.config
    const delayMs = retryDelayMs({ ...retryPolicy, maxAttempts: this.attempt + 1 }, this.attempt, random()) ?? 0
    await sleep(delayMs, AbortSignal.any([this.signal, this.watch.lost]))
    this.last = clock.elapsedMs()
    return !this.signal.aborted && !this.watch.lost.aborted && now - this.since < horizonMs
  }
}

/** Says that the run is paused, and keeps the snapshot for it; answers the hold under which it goes on, if it does so here. */
async function pause(
  ports: RunPorts,
  hold: RunHold,
  watch: RunWatch,
  slot: KeeperSlot,
  { reason, signal }: { reason: string | null; signal: AbortSignal },
): Promise<RunHold | null> {
  await report(ports, hold, { type: 'paused', reason })
  await watch.refresh()
  const wasChanged = await watch.until(({ state }) => state !== 'Paused', ports.timing.snapshotHoldMs, signal)
  if (!wasChanged && !watch.lost.aborted && slot.keeper !== null) {
    const why = signal.aborted ? 'The worker was stopped.' : 'The run was paused for too long.'
    const data = { snapshot: slot.keeper.snapshot.name, reason: why }
    // Whoever resumed it at this very moment has raised the epoch: then the snapshot stays.
    await note(ports, hold, { type: 'SnapshotReleased', data }).catch((error: unknown) => {
      if (!(error instanceof HoldLost)) throw error
    })
  }
  const { state, epoch } = await watch.refresh()
  if (state === 'Cancelled') await letGoOfTargets(ports, hold)
  return state === 'Running' && !watch.lost.aborted && !signal.aborted ? { ...hold, epoch } : null
}

/** Gives the target's tables free for other migrations; one that does not answer finds out by itself that this one has ended. */
async function letGoOfTargets(ports: RunPorts, hold: RunHold): Promise<void> {
  try {
    const { targetConnectionId } = await readRun(ports.database.db, hold)
    const client = await openEnd(ports, targetConnectionId, { applicationName: 'godwit lets go' })
    try {
      await releaseTargets(client, hold.migrationId)
    } finally {
      await endClient(client)
    }
  } catch (err) {
    ports.log.info({ err, migrationId: hold.migrationId }, 'the claims on the target stay')
  }
}
