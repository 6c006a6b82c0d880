import type pg from 'pg'
import { readReceipts } from '@/connectors/postgres/receipts'
import { type Reject, readRejects } from '@/connectors/postgres/rejects'
import { syncRejects } from '@/db/statements/sync-rejects'
import { finishChunk } from '@/db/statements/write-chunk'
import { countError } from '@/db/statements/write-run'
import type { BoardChunk, BoardTask } from './board'
import type { LaneContext, RunContext } from './context'
import type { LaneSessions } from './lane-sessions'
import { isChunkOf } from './prove-tables'
import { note } from './report'

/**
 * Tells of the rows that a chunk lost to quarantine: Godwit's own database gets its copy of the ledger's rejects, readers an event. The
 * ledger is asked, not memory: rows of other chunks may have given way to rows of this one.
 */
export async function quarantineChunk(run: LaneContext, sessions: LaneSessions, chunk: BoardChunk): Promise<void> {
  const { ports, hold, board } = run
  const { client } = await sessions.target()
  const task = board.task(chunk.task)
  if (task.gaveWay) await correctTask(run, client, task)
  const of = task.gaveWay ? null : { task: chunk.task, chunk: chunk.n }
  const rejects = await readRejects(client, hold, of)
  await syncRejects(ports.database.db, hold, rejects, of === null ? null : chunk)
  const own = rejects.filter((r) => r.task === chunk.task && r.chunk === chunk.n)
  if (own.length > 0) await tellOf(run, chunk, own)
}

/** Sets right what the board knows of a table's chunks, by their receipts. */
export async function correctTask(run: LaneContext, target: pg.Client, task: BoardTask): Promise<void> {
  const { ports, hold, board } = run
  for (const receipt of await readReceipts(target, hold)) {
    const known = isChunkOf(task, receipt) ? task.chunks.get(receipt.chunk) : undefined
    if (known?.state !== 'landed' || Number(receipt.rowsRejected) === known.rejected) continue
    const { rowsLanded: rows, rowsRejected, bytes, sourceDigest } = receipt
    board.corrected(known, { rows, rejected: Number(rowsRejected), bytes, sourceDigest })
    await finishChunk(ports.database.db, hold, known, { rows, bytes, ms: null, now: ports.clock.now() })
  }
}

async function tellOf(run: RunContext & Pick<LaneContext, 'board'>, chunk: BoardChunk, rejects: readonly Reject[]) {
  const { ports, hold, board } = run
  const { migrationId, runId } = hold
  const { plan } = board.task(chunk.task)
  for (const { sqlstate, message, fix } of rejects) {
    const seen = { migrationId, runId, task: chunk.task, class: 'row' as const, sqlstate, message, fix }
    await countError(ports.database.db, seen, ports.clock.now())
  }
  const sqlstates = [...new Set(rejects.map((r) => r.sqlstate))]
  const data = { table: plan.source, chunk: chunk.n, rows: rejects.length, sqlstates }
  await note(ports, hold, { type: 'RowsQuarantined', data })
  run.progress.news()
}

/** Sets Godwit's copy of the quarantine right by the ledger: whatever a worker before this one could not tell any more. */
export async function syncQuarantine({ ports, hold }: RunContext, target: pg.ClientBase): Promise<Reject[]> {
  const rejects = await readRejects(target, hold)
  await syncRejects(ports.database.db, hold, rejects)
  return rejects
}
