import { releaseLease } from '@/db/statements/claim-run'
import type { RunHold } from '@/db/statements/hold-run'
import { countError } from '@/db/statements/write-run'
import { claimRun } from './claim-run'
import { inWords, judge } from './failure'
import { goOn } from './go-on'
import { Halt, type HaltReason } from './halt'
import type { RunPorts } from './run-ports'
import { RunWatch } from './run-watch'
import type { KeeperSlot } from './secure-snapshot'
import { takenUpAgain } from './take-up-again'
import { runTenure, type TenureEnd } from './tenure'
import { Trouble } from './trouble'

/**
 * Executes the newest run of a migration until it has ended, is taken over, or `signal` aborts. Does nothing where somebody else is
 * at it, or nothing is to be done. While the run is paused it stays, holding the snapshot, for `snapshotHoldMs`. It leaves no session
 * behind, whatever happens; throws only when Godwit's own database is out of reach, or on a bug: the next holder takes it from there.
 */
export async function executeRun(
  ports: RunPorts,
  { migrationId, signal }: { migrationId: string; signal: AbortSignal },
): Promise<void> {
  const job = `${ports.workerId} ${migrationId}`
  if (underWay.has(job)) return
  underWay.add(job)
  try {
    const hold = await claimRun(ports, migrationId)
    if (hold !== null) await execute(ports, hold, signal)
  } finally {
    underWay.delete(job)
  }
}

/** What this process executes: a lease that it renewed too late must not make it take its own run over. */
const underWay = new Set<string>()

async function execute(ports: RunPorts, claimed: RunHold, signal: AbortSignal): Promise<void> {
  let hold: RunHold | null = claimed
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
  let seen = watch.controls.retries
  const look = () => {
    const { state, intent, epoch, retries } = watch.controls
    if (epoch !== hold.epoch || state !== 'Running') lose()
    else if (intent === 'cancelling') halt.request({ kind: 'cancelling' }, pauseGraceMs)
    else if (intent === 'pausing') halt.request({ kind: 'pausing' }, pauseGraceMs)
    else if (retries !== seen) {
      seen = retries
      if (watch.onRetry !== null) watch.onRetry()
      else halt.request(takenUpAgain, pauseGraceMs)
    }
  }
  const forget = watch.onChange(look)
  watch.lost.addEventListener('abort', lose)
  signal.addEventListener('abort', stop)
  try {
    if (watch.lost.aborted) lose()
    if (signal.aborted) stop()
    look()
    // Whoever is to pause or to cancel shuts out earlier holders first: the tenure begins with that.
    return isOver(halt.reason) ? halt.reason : await runTenure(ports, hold, watch, slot, halt)
  } catch (error) {
    return halt.reason ?? endOf(ports, hold, error)
  } finally {
    forget()
    watch.lost.removeEventListener('abort', lose)
    signal.removeEventListener('abort', stop)
    halt.close()
  }
}

const isOver = (reason: HaltReason | null): reason is HaltReason =>
  reason?.kind === 'lost' || reason?.kind === 'stopping'

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
