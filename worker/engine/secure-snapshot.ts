import type pg from 'pg'
import { endBackends } from '@/connectors/postgres/backends'
import { classifyError } from '@/connectors/postgres/errors'
import { ChangedWhileReading } from '@/connectors/postgres/introspect-errors'
import { introspectInTransaction } from '@/connectors/postgres/read-catalog'
import { forgetBackends, notedBackends } from '@/db/statements/lane-backends'
import { changeRun, reopenRun } from '@/db/statements/write-run'
import type { RunContext } from './context'
import { PlainFailure } from './failure'
import { Keeper, type KeeperOf } from './keeper'
import { openEnd } from './open-end'
import { recheckChunks } from './recheck-chunks'
import { note } from './report'
import { endClient } from './session'
import { undoChanged } from './undo-chunks'

/** A keeper that outlives one tenure: a paused run keeps its snapshot. */
export interface KeeperSlot {
  keeper: Keeper | null
  /** What to do when the keeper's connection breaks; whoever works with it sets this. */
  onLost: () => void
}

/**
 * Makes sure that there is one snapshot for everything that is still to be read: the one in hand, else the run's own where it can
 * still be imported, else a new one. Before a new one counts, every chunk that landed under an old one is looked at again, and what has
 * changed since is taken out of the target: two snapshots are never mixed. True: what was known of chunks and receipts no longer holds.
 */
export async function secureSnapshot(
  run: RunContext,
  target: pg.Client,
  slot: KeeperSlot,
  hasLanded: boolean,
): Promise<boolean> {
  const { ports, hold, record, plan } = run
  if (slot.keeper !== null && !slot.keeper.isLost) return false
  await slot.keeper?.close()
  slot.keeper = null
  const tables = plan.tasks.map((task) => task.source)
  const of: KeeperOf = { hold, connectionId: record.sourceConnectionId, tables }
  const onLost = () => slot.onLost()

  if (record.snapshotName !== null) {
    const adopted = await Keeper.adopt(ports, of, record.snapshotName, onLost)
    if (adopted !== null) {
      slot.keeper = adopted // closed with the job, whatever comes next
      await announce(run, adopted)
      await endOtherKeepers(run, adopted)
      return false
    }
  }
  const again = hasLanded || record.chunks.length > 0
  await endOtherKeepers(run, null)
  const keeper = await Keeper.take(ports, of, onLost)
  try {
    await checkSource(run, keeper)
    if (again) await moveTo(run, keeper, target)
    await announce(run, keeper)
  } catch (error) {
    await keeper.close() // a snapshot that turns out to be of no use is let go at once
    throw error
  }
  slot.keeper = keeper
  return again
}

/**
 * Makes what is in the target stand for a new snapshot. It is announced only afterwards: whoever comes in between finds the old one gone,
 * and does the same again.
 */
async function moveTo(run: RunContext, keeper: Keeper, target: pg.Client): Promise<void> {
  const { ports, hold, record, plan } = run
  const rechecked = await recheckChunks(run, keeper, target)
  const { rows, steps } = await undoChanged(run, target, rechecked)
  const undone = plan.steps.filter(({ identity }) => steps.includes(identity)).map(({ n }) => n)
  await reopenRun(ports.database.db, hold, undone)
  const count = (of: 'kept' | 'changed') => rechecked.reduce((sum, task) => sum + task[of].length, 0)
  const reason = 'The snapshot that its rows came from is gone, and rows of two snapshots are never mixed.'
  const chunks = { chunksKept: count('kept'), chunksRedone: count('changed') }
  const data = { run: record.number, reason, ...chunks, rowsRemoved: String(rows) }
  await note(ports, hold, { type: 'SnapshotReplaced', data })
}

/** The schema must still be the one that was planned, inside the very snapshot that is read. */
async function checkSource({ plan }: RunContext, { session }: Keeper): Promise<void> {
  const { fingerprint } = await introspectInTransaction(session.client).catch((error: unknown) => {
    // Definitions are written from what is now: an object of the snapshot that is gone by now is an error of the server's.
    throw ['table', 'run'].includes(classifyError(error)) ? new ChangedWhileReading(error) : error
  })
  if (fingerprint === plan.source.fingerprint) return
  throw new PlainFailure(
    'run',
    'The structure of the source has changed since it was planned.',
    'Plan again: the new plan says what there is to do now.',
  )
}

/** Records the snapshot before the first row of it is read. */
async function announce({ ports, hold }: RunContext, { snapshot }: Keeper): Promise<void> {
  const { name, lsn } = snapshot
  await note(ports, hold, { type: 'SnapshotTaken', data: { snapshot: name, lsn } }, async (tx) => {
    await changeRun(tx, hold.runId, { snapshotName: name, snapshotLsn: lsn, snapshotTakenAt: ports.clock.now() })
  })
}

/** Keepers of earlier holders only hold back the source's vacuum by now. */
async function endOtherKeepers({ ports, hold, record }: RunContext, own: Keeper | null): Promise<void> {
  const noted = await notedBackends(ports.database.db, hold)
  const keepers = noted.filter(
    ({ role, pid, start }) =>
      role === 'keeper' && !(own?.session.backend.pid === pid && own.session.backend.start === start),
  )
  if (keepers.length === 0) return
  const source = await openEnd(ports, record.sourceConnectionId, { applicationName: 'godwit takes over' })
  try {
    await endBackends(source, keepers, { sleep: ports.sleep })
  } finally {
    await endClient(source)
  }
  await forgetBackends(ports.database.db, hold, keepers)
}
