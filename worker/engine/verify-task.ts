import { digestTable, rowHashOf, versionOf } from '@/connectors/postgres/digest'
import { countRows } from '@/connectors/postgres/read'
import { changeTask } from '@/db/statements/write-task'
import { proveTask } from '@/domain/transfer/equation'
import type { BoardTask } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { PlainFailure } from './failure'
import type { LaneSessions } from './lane-sessions'

/**
 * Proves a table whose chunks have all landed: counted and digested by the source inside the snapshot, digested by the target after
 * the commits. What the source said is stored at once, so that the proof can go on when the snapshot is gone. Throws `PlainFailure`
 * where the two sides differ.
 */
export async function verifyTask(run: LaneContext, sessions: LaneSessions, task: BoardTask): Promise<void> {
  const { ports, hold, plan } = run
  const { db } = ports.database
  const { n } = task.plan
  await changeTask(db, hold, n, { state: 'finishing' })
  if (task.sourceRows === null) {
    const source = await sessions.source()
    task.sourceRows = await breakable(run, source, countRows(source.client, task.plan.source))
  }
  if (plan.validateData) await digestBoth(run, sessions, task)
  else {
    const target = await sessions.target()
    task.targetRows = await breakable(run, target, countRows(target.client, task.plan.target))
  }
  const proof = proveTask({
    sourceRows: task.sourceRows,
    targetRows: task.targetRows,
    receipts: [...task.chunks.values()].map((c) => ({ ...c, rowsRead: c.rows, rowsLanded: c.rows })),
    digests: plan.validateData ? { source: task.sourceDigest, target: task.targetDigest } : null,
  })
  const { sourceRows, sourceDigest, targetDigest } = task
  const verdict = proof.ok ? proof.verdict : 'different'
  await changeTask(db, hold, n, { sourceRows, sourceDigest, targetDigest, verdict })
  if (!proof.ok)
    throw new PlainFailure('table', proof.reason, 'Find out who else writes to this table, empty it, and start again.')
}

async function digestBoth(run: LaneContext, sessions: LaneSessions, task: BoardTask): Promise<void> {
  const { ports, hold, digestVersion } = run
  const target = await sessions.target()
  const version = versionOf(task.sourceDigest) ?? digestVersion
  const hash = await rowHashOf(target.client, task.plan, version)
  let isTargetDone = false
  const ofSource = async () => {
    if (task.sourceDigest !== null) return
    const source = await sessions.source()
    task.sourceDigest = (await breakable(run, source, digestTable(source.client, task.plan.source, hash))).text
    // The target may take long, and the snapshot may be gone by then.
    if (!isTargetDone) await changeTask(ports.database.db, hold, task.plan.n, { sourceDigest: task.sourceDigest })
  }
  const ofTarget = async () => {
    const digest = await breakable(run, target, digestTable(target.client, task.plan.target, hash))
    task.targetDigest = digest.text
    task.targetRows = digest.rows
    isTargetDone = true
  }
  const both = await Promise.allSettled([ofSource(), ofTarget()])
  const failed = both.find((side) => side.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
