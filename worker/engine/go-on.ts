import { releaseTargets } from '@/connectors/postgres/target-claims'
import { HoldLost, type RunHold } from '@/db/statements/hold-run'
import { readRun } from '@/db/statements/read-run'
import { openEnd } from './open-end'
import { note, report } from './report'
import type { RunPorts } from './run-ports'
import type { RunWatch } from './run-watch'
import type { KeeperSlot } from './secure-snapshot'
import { endClient } from './session'
import type { TenureEnd } from './tenure'
import type { Trouble } from './trouble'

export interface Ended {
  readonly end: TenureEnd
  readonly signal: AbortSignal
  readonly trouble: Trouble
}

/** What comes after a tenure: under which hold the run goes on here; null: it does not. */
export async function goOn(
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
        return await pause(ports, hold, watch, slot, { reason: stateReason, asked: true, signal })
      }
      case 'waiting':
        return await pause(ports, hold, watch, slot, { reason: `${end.reason} ${end.fix}`, asked: false, signal })
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
        if (end.kind === 'again' && end.asked === true) return hold
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

/** Says that the run is paused, unless that was taken back at this very moment, and keeps the snapshot for it; answers the hold under which it goes on, if it does so here. */
async function pause(
  ports: RunPorts,
  hold: RunHold,
  watch: RunWatch,
  slot: KeeperSlot,
  { reason, asked, signal }: { reason: string | null; asked: boolean; signal: AbortSignal },
): Promise<RunHold | null> {
  await report(ports, hold, { type: 'paused', reason, asked })
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
