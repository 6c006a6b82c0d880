import { digestIfSmall, isDigestedPassing } from '@/connectors/postgres/digest'
import { countRows, nextUpperBound } from '@/connectors/postgres/read'
import { claimChunk } from '@/db/statements/write-chunk'
import { type ChunkSize, isNotable } from '@/domain/transfer/chunk-size'
import type { BoardChunk, BoardTask } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { taskFailed } from './lane-failures'
import type { LaneSessions } from './lane-sessions'
import { note } from './report'

/** A chunk that belongs to its lane; its bounds are stored when `claimed` resolves, and not read before. */
export interface CutChunk {
  readonly chunk: BoardChunk
  readonly claimed: Promise<void>
}

/** Cuts the next chunk of a task; with the last one the source counts the table. Null: it did not succeed. */
export async function cutChunk(
  run: LaneContext,
  sessions: LaneSessions,
  lane: number,
  task: BoardTask,
): Promise<CutChunk | null> {
  const { board, ports, hold, watch } = run
  const { n: number } = task.plan
  const { batchSize } = watch.controls.config
  const { n, lower, size } = board.nextCut(number, batchSize)
  try {
    const whole = n === 0 ? await readSmall(run, sessions, task, batchSize) : null
    const upper = whole === null ? await cutBehind(run, sessions, task, { lower, rows: size.rows }) : null
    task.sourceRows ??= whole?.rows ?? null
    await tellSize(run, task, size)
    const cut = { task: number, n, lower, upper, lane, sourceRows: task.sourceRows }
    const claimed = claimChunk(ports.database.db, hold, cut, ports.clock.now())
    claimed.catch(() => undefined) // whoever copies the chunk hears of it
    run.progress.news()
    const sourceDigest = whole?.text ?? null
    return { chunk: board.cut(number, { chunk: n, bounds: { lower, upper }, sourceDigest }), claimed }
  } catch (error) {
    await sessions.close()
    await taskFailed(run, task, error)
    return null
  }
}

/** The size of chunks is steered: what changes it much is told, with its reason. */
async function tellSize({ ports, hold }: LaneContext, task: BoardTask, { rows, reason }: ChunkSize): Promise<void> {
  const before = task.toldRows
  if (before !== null && !isNotable(before, rows)) return
  task.toldRows = rows
  if (before === null) return
  await note(ports, hold, { type: 'ChunkSizeChanged', data: { table: task.plan.source, before, after: rows, reason } })
}

async function cutBehind(
  run: LaneContext,
  sessions: LaneSessions,
  task: BoardTask,
  { lower, rows }: { lower: readonly string[] | null; rows: number },
): Promise<readonly string[] | null> {
  const source = await sessions.source()
  const next = nextUpperBound(source.client, task.plan, { lower, rows, blockRows: blockRows(task) })
  const upper = await breakable(run, source, next)
  if (upper === null) task.sourceRows ??= await breakable(run, source, countRows(source.client, task.plan.source))
  return upper
}

/** Tables up to this size are counted, and digested, by the very question whether they are a single chunk. */
const smallBytes = 4 * 1024 * 1024

/** What the source says of a table that is a single chunk, in one round trip; null: it may be larger than that. */
async function readSmall(run: LaneContext, sessions: LaneSessions, { plan }: BoardTask, most: number) {
  if (Number(plan.sizeBytes) > smallBytes) return null
  const { client } = await sessions.target()
  const wanted = run.plan.validateData ? await run.hashes.of(client, plan) : null
  const hash = wanted !== null && isDigestedPassing(plan, wanted) ? null : wanted
  const source = await sessions.source()
  const found = await breakable(run, source, digestIfSmall(source.client, plan.source, hash, smallBytes))
  return found === null || found.rows > BigInt(most) ? null : found
}

const blockBytes = 8_192

/** About how many rows a block of the table holds. */
function blockRows({ plan }: BoardTask): number {
  const rows = Number(plan.rowEstimate ?? '0')
  const blocks = Number(plan.sizeBytes) / blockBytes
  return rows > 0 && blocks > 0 ? Math.max(1, rows / blocks) : 1
}
