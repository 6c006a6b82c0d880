import { answeredForSql } from '@/connectors/postgres/own-rows'
import { countRows } from '@/connectors/postgres/read'
import { changeTask } from '@/db/statements/write-task'
import { writeModeOf } from '@/domain/plan/write-mode'
import { sumDigests } from '@/domain/transfer/digest-sum'
import { proveTask } from '@/domain/transfer/equation'
import { mostRejects } from '@/domain/transfer/reject-budget'
import type { BoardTask } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { digestTarget } from './digest-target'
import { PlainFailure } from './failure'
import type { LaneSessions } from './lane-sessions'
import { correctTask } from './quarantine-chunk'

/**
 * Proves a table whose chunks have all landed: counted and digested by the source inside the snapshot, digested by the target after
 * the commits. The source's digest is that of the chunks' receipts together. Throws `PlainFailure` where the two sides differ.
 */
export async function verifyTask(run: LaneContext, sessions: LaneSessions, task: BoardTask): Promise<void> {
  const { ports, hold, plan } = run
  const { db } = ports.database
  const { n } = task.plan
  run.notes.follow(changeTask(db, hold, n, { state: 'finishing' }))
  if (task.sourceRows === null) {
    const source = await sessions.source()
    task.sourceRows = await breakable(run, source, countRows(source.client, task.plan.source))
  }
  const target = await sessions.target()
  if (task.gaveWay) await correctTask(run, target.client, task)
  if (plan.validateData) {
    const hash = await run.hashes.of(target.client, task.plan)
    const digest = await digestTarget(run, target, task, hash)
    task.sourceDigest = sumDigests([...task.chunks.values()].map((chunk) => chunk.sourceDigest))
    task.targetDigest = digest.text
    task.targetRows = digest.rows
  } else {
    const where = answeredForSql(hold, task.plan)
    task.targetRows = await breakable(run, target, countRows(target.client, task.plan.target, where))
  }
  const rejected = run.board.rejectedOf(task)
  const most = mostRejects(run.watch.controls.config, task.sourceRows)
  if (rejected > most)
    throw new PlainFailure(
      'table',
      `The target refused ${rejected} rows of this table; it may lose ${most} to quarantine.`,
      'Mend the cause, or raise the error budget, then retry.',
    )
  const proof = proveTask({
    sourceRows: task.sourceRows,
    targetRows: task.targetRows,
    mode: writeModeOf(task.plan).mode,
    receipts: [...task.chunks.values()].map((c) => ({
      ...c,
      rowsRead: c.rows + BigInt(c.rejected),
      rowsLanded: c.rows,
      rowsRejected: BigInt(c.rejected),
    })),
    rejects: BigInt(rejected),
    digests: plan.validateData ? { source: task.sourceDigest, target: task.targetDigest } : null,
  })
  const { sourceRows, sourceDigest, targetDigest } = task
  const verdict = proof.ok ? proof.verdict : 'different'
  run.notes.follow(changeTask(db, hold, n, { sourceRows, sourceDigest, targetDigest, verdict }))
  if (!proof.ok)
    throw new PlainFailure('table', proof.reason, 'Find out who else writes to this table, empty it, and start again.')
}
