import type { Receipt } from '@/connectors/postgres/receipts'
import { writeModeOf } from '@/domain/plan/write-mode'
import { proveTask } from '@/domain/transfer/equation'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { failTask } from './fail-task'

export const isChunkOf = ({ plan }: BoardTask, receipt: Receipt) => receipt.kind === 'chunk' && receipt.task === plan.n

/** Null: the equation of this table holds, by the receipts that the target has now. */
export function whyNotProved({ plan }: RunContext, task: BoardTask, receipts: readonly Receipt[]): string | null {
  const proof = proveTask({
    sourceRows: task.sourceRows,
    targetRows: task.targetRows,
    receipts: receipts.filter((r) => isChunkOf(task, r)).map((r) => ({ ...r, ...r.bounds })),
    mode: writeModeOf(task.plan).mode,
    digests: plan.validateData ? { source: task.sourceDigest, target: task.targetDigest } : null,
  })
  return proof.ok ? null : proof.reason
}

/** Fails every table whose receipts are not all there, before anything is built on it. */
export async function proveTables(run: RunContext, board: Board, receipts: readonly Receipt[]): Promise<void> {
  for (const task of board.tasks) {
    const reason = task.failure === null ? whyNotProved(run, task, receipts) : null
    if (reason !== null) await failTask(run, board, task, { reason, verdict: 'different' })
  }
}
