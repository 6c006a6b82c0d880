import type { PlanSummary } from '@/db/statements/plan-summary'
import type { readOpenChunks, readTasks, readTaskTallies } from '@/db/statements/progress'
import type { TableProgressDto } from '@/domain/contracts/migration'
import { chunkCells, estimateUncut } from '@/domain/transfer/cells'
import { type Total, tableTotal } from '@/domain/transfer/progress'

/** A table's tally counts what has landed in the last while as recent. */
export const recentMs = 30_000

type Task = Awaited<ReturnType<typeof readTasks>>[number]
type Tally = Awaited<ReturnType<typeof readTaskTallies>>[number]
type OpenChunk = Awaited<ReturnType<typeof readOpenChunks>>[number]

/** A table as the plan names it, with what the run has made of it; `task` is missing while the worker has not laid it out. */
interface TableFacts {
  readonly planned: PlanSummary['tasks'][number]
  readonly task: Task | undefined
  readonly tally: Tally | undefined
  readonly open: readonly OpenChunk[]
  readonly batchRows: number
  readonly mostCells: number
  readonly isRunning: boolean
  readonly now: Date
}

/** One row of the table list, and the total that it adds to the whole. */
export function tableProgress(facts: TableFacts): { dto: TableProgressDto; total: Total } {
  const { planned, task, tally, open } = facts
  const landedRows = tally?.landedRows ?? 0n
  const failedRows = tally?.failedRows ?? 0n
  const processed = landedRows + failedRows
  const estimate = task?.rowEstimate ?? (planned.rowEstimate === null ? null : BigInt(planned.rowEstimate))
  const total = tableTotal(task?.sourceRows ?? null, estimate, processed)
  const uncut = estimateUncut({
    totalRows: total.rows === null ? null : Number(total.rows),
    landedRows: Number(landedRows),
    landedChunks: tally?.landed ?? 0,
    openChunks: open.length,
    batchRows: facts.batchRows,
    cutAll: task !== undefined && (task.cutAll || task.state === 'done' || task.state === 'finishing'),
  })
  const dto: TableProgressDto = {
    n: planned.n,
    source: planned.source,
    target: planned.target,
    state: task?.state ?? 'waiting',
    totalRows: total.rows?.toString() ?? null,
    totalIsEstimate: total.isEstimate,
    processedRows: String(processed),
    failedRows: String(failedRows),
    bytes: String(tally?.bytes ?? 0n),
    rowsPerSecond: recentRate(facts),
    retriedChunks: tally?.retried ?? 0,
    chunks: chunkCells({ landed: tally?.landed ?? 0, open, uncut }, facts.mostCells),
    verdict: task?.verdict ?? 'pending',
    reason: task?.reason ?? null,
  }
  return { dto, total }
}

/** Rows a second over the last 30 s, or since the table began; null unless it is being copied now. */
function recentRate({ task, tally, isRunning, now }: TableFacts): number | null {
  if (!isRunning || task === undefined || task.state !== 'copying' || task.startedAt === null) return null
  const ms = Math.min(recentMs, now.getTime() - task.startedAt.getTime())
  return ms < 1_000 ? null : (Number(tally?.recentRows ?? 0n) * 1_000) / ms
}
