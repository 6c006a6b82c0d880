import type { Receipt } from '@/connectors/postgres/receipts'
import type { Reject } from '@/connectors/postgres/rejects'
import { writeModeOf } from '@/domain/plan/write-mode'
import { sumDigests } from '@/domain/transfer/digest-sum'
import { proveTask } from '@/domain/transfer/equation'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { failTask } from './fail-task'

export const isChunkOf = ({ plan }: BoardTask, receipt: Receipt) => receipt.kind === 'chunk' && receipt.task === plan.n

/** Null: the equation of this table holds, by the receipts that the target has now. */
export function whyNotProved(
  { plan }: RunContext,
  task: BoardTask,
  receipts: readonly Receipt[],
  rejects: readonly Pick<Reject, 'task' | 'state'>[],
): string | null {
  const own = receipts.filter((r) => isChunkOf(task, r))
  const source = sumDigests(own.map((r) => r.sourceDigest))
  const proof = proveTask({
    sourceRows: task.sourceRows,
    targetRows: task.targetRows,
    mode: writeModeOf(task.plan).mode,
    receipts: own.map((r) => ({ ...r, ...r.bounds })),
    rejects: BigInt(rejects.filter((r) => r.task === task.plan.n && r.state === 'open').length),
    digests: plan.validateData ? { source, target: task.targetDigest } : null,
  })
  return proof.ok ? null : proof.reason
}

/** Fails every table whose receipts are not all there, before anything is built on it. */
export async function proveTables(
  run: RunContext,
  board: Board,
  receipts: readonly Receipt[],
  rejects: readonly Reject[],
): Promise<void> {
  for (const task of board.tasks) {
    const reason = task.failure === null ? whyNotProved(run, task, receipts, rejects) : null
    if (reason !== null) await failTask(run, board, task, { reason, verdict: 'different' })
  }
}
