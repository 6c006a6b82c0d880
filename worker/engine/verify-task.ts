import { digestTable, rowHashOf, serverVersion, versionOf } from '@/connectors/postgres/digest'
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
    await changeTask(db, hold, n, { sourceRows: task.sourceRows })
  }
  if (plan.validateData) await digestBoth(run, sessions, task)
  const proof = proveTask({
    sourceRows: task.sourceRows,
    receipts: [...task.chunks.values()].map((c) => ({ ...c, rowsRead: c.rows, rowsLanded: c.rows })),
    digests: plan.validateData ? { source: task.sourceDigest, target: task.targetDigest } : null,
  })
  await changeTask(db, hold, n, {
    sourceDigest: task.sourceDigest,
    targetDigest: task.targetDigest,
    verdict: proof.ok ? proof.verdict : 'different',
  })
  if (!proof.ok)
    throw new PlainFailure('table', proof.reason, 'Find out who else writes to this table, empty it, and start again.')
}

async function digestBoth(run: LaneContext, sessions: LaneSessions, task: BoardTask): Promise<void> {
  const { client } = await sessions.target()
  const versions = [await serverVersion(client)]
  if (run.snapshot !== null) versions.push(await serverVersion((await sessions.source()).client))
  const hash = await rowHashOf(client, task.plan, versions, versionOf(task.sourceDigest))
  const ofSource = async () => {
    if (task.sourceDigest !== null) return
    const source = await sessions.source()
    const digest = await breakable(run, source, digestTable(source.client, task.plan.source, hash))
    task.sourceDigest = digest.text
    await changeTask(run.ports.database.db, run.hold, task.plan.n, { sourceDigest: digest.text })
  }
  const ofTarget = async () => {
    const target = await sessions.target()
    task.targetDigest = (await breakable(run, target, digestTable(target.client, task.plan.target, hash))).text
  }
  const both = await Promise.allSettled([ofSource(), ofTarget()])
  const failed = both.find((side) => side.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
