import type { Bounds, Receipt } from '@/connectors/postgres/receipts'
import type { RunRecord, TaskRow } from '@/db/statements/read-run'
import type { Outage } from '@/domain/config/retry'
import type { Plan, PlanTask } from '@/domain/plan/plan'
import { rangesBetween } from '@/domain/transfer/chunk-cover'
import { type ChunkSize, nextChunkSize } from '@/domain/transfer/chunk-size'
import { nextUnit, type TaskView, type Unit } from '@/domain/transfer/next-unit'
import type { SharedDigest } from './shared-digest'

/** A chunk as the lanes know it. */
export interface BoardChunk extends Bounds {
  readonly task: number
  readonly n: number
  state: 'waiting' | 'copying' | 'landed'
  attempt: number
  /** The server is away since then, as far as this chunk has met it. */
  outage: Outage | null
  /** How often a worker fell silent while it copied this one. */
  deaths: number
  notBefore: number
  rows: bigint
  /** Rows of it that are in quarantine. */
  rejected: number
  bytes: bigint
  /** Of its rows, by the source in the snapshot they are read in; null: not taken, or not yet. */
  sourceDigest: string | null
}

/** What a chunk left behind. */
export type Landed = Pick<BoardChunk, 'rows' | 'rejected' | 'bytes' | 'sourceDigest'>

const untouched = { outage: null, deaths: 0, notBefore: 0, rows: 0n, rejected: 0, bytes: 0n, sourceDigest: null }

/** A task as the lanes know it. */
export interface BoardTask {
  readonly plan: PlanTask
  readonly chunks: Map<number, BoardChunk>
  /** Those of them that wait for a lane. */
  readonly waiting: Set<BoardChunk>
  /** How many of them lanes are copying. */
  copying: number
  failure: string | null
  cutAll: boolean
  cutting: boolean
  verification: 'open' | 'running' | 'done'
  /** Failed tries of cutting or verifying in a row, and from when on the next may be made. */
  attempt: number
  outage: Outage | null
  notBefore: number
  sourceRows: bigint | null
  /** Of this tenure: what the target has is never taken from memory; the source's digest is that of its chunks together. */
  targetRows: bigint | null
  sourceDigest: string | null
  targetDigest: string | null
  landedRows: bigint
  landedBytes: bigint
  /** The last chunk that landed in this tenure, in rows and milliseconds. */
  last: { readonly rows: number; readonly ms: number } | null
  /** How long its chunks are, as last told, in rows; null: none was cut in this tenure. */
  toldRows: number | null
  /** Rows of chunks that had landed gave way to rows of others: what lanes remember of them may be old. */
  gaveWay: boolean
  /** Rows that went into quarantine after all chunks had landed. */
  lost: number
  /** While a lane digests a large table: what others can help with. */
  shared: SharedDigest | null
  /** In this tenure, beside the verification. */
  isAnalyzed: boolean
}

/**
 * What is to be done and who does it, shared by the lanes of one process. Everything here is a copy of what Godwit's database and
 * the target's receipts say: it is made anew by each holder of the run. `take` gives a unit to a lane and marks it as taken in the
 * same breath; the lane answers by `landed`, `later`, `verified` or `fail`.
 */
export class Board {
  readonly tasks: readonly BoardTask[]
  private readonly byNumber: ReadonlyMap<number, BoardTask>
  private readonly suspects = new Set<BoardChunk>()
  private waiters: (() => void)[] = []

  constructor(plan: Plan, record: Pick<RunRecord, 'tasks' | 'chunks'>, receipts: readonly Receipt[]) {
    this.tasks = plan.tasks.map((task) =>
      openTask(
        task,
        record.tasks.find((row) => row.n === task.n),
      ),
    )
    this.byNumber = new Map(this.tasks.map((task) => [task.plan.n, task]))
    for (const { task, n, lower, upper, attempt, deaths } of record.chunks) {
      this.add({ task, n, lower, upper, attempt, ...untouched, deaths, state: 'waiting' })
    }
    for (const receipt of receipts) {
      if (receipt.kind !== 'chunk') continue
      const { task, chunk: n, bounds } = receipt
      const known = this.task(task).chunks.get(n)
      const found = { task, n, ...bounds, attempt: 1, ...untouched, state: 'waiting' as const }
      const { rowsLanded: rows, rowsRejected, bytes, sourceDigest } = receipt
      this.landed(known ?? this.add(found), { rows, rejected: Number(rowsRejected), bytes, sourceDigest }, null)
    }
    // Godwit's database may have lost a claim in a crash of its own, while a later chunk landed.
    for (const { plan, chunks } of this.tasks)
      for (const lost of rangesBetween([...chunks.values()]))
        this.add({ task: plan.n, ...lost, attempt: 0, ...untouched, state: 'waiting' })
    for (const { waiting } of this.tasks) for (const chunk of waiting) if (chunk.deaths > 0) this.suspects.add(chunk)
    for (const task of this.tasks) task.cutAll = [...task.chunks.values()].some((chunk) => chunk.upper === null)
  }

  task(n: number): BoardTask {
    const task = this.byNumber.get(n)
    if (task === undefined) throw new Error(`The plan has no task ${n}.`)
    return task
  }

  /** The next unit for a lane; `copy`, `cut` and `verify` are the lane's from now on. */
  take(now: number): Unit {
    const suspect = this.nextSuspect()
    if (suspect !== undefined) return this.takeAlone(suspect)
    const unit = nextUnit(this.tasks.map(viewOf), now)
    if (unit.kind === 'cut') this.task(unit.task).cutting = true
    if (unit.kind === 'verify') this.task(unit.task).verification = 'running'
    if (unit.kind === 'copy') this.move(this.chunk(unit.task, unit.chunk), 'copying')
    return unit
  }

  /** A chunk that a worker may have died of, and that has not been tried since. */
  private nextSuspect(): BoardChunk | undefined {
    for (const chunk of this.suspects) {
      if (chunk.state !== 'landed' && this.task(chunk.task).failure === null) return chunk
      this.suspects.delete(chunk)
    }
    return undefined
  }

  /** Nothing else is in flight with it, so that a second death would be its own. */
  private takeAlone(chunk: BoardChunk): Unit {
    const isQuiet = this.tasks.every(({ copying, cutting }) => copying === 0 && !cutting)
    if (!isQuiet) return { kind: 'wait', until: null }
    this.move(chunk, 'copying')
    return { kind: 'copy', task: chunk.task, chunk: chunk.n }
  }

  chunk(task: number, n: number): BoardChunk {
    const chunk = this.task(task).chunks.get(n)
    if (chunk === undefined) throw new Error(`Task ${task} has no chunk ${n}.`)
    return chunk
  }

  /** Where the next chunk of a task begins, its number, and how many rows it is to have. */
  nextCut(n: number, batchSize: number): { n: number; lower: readonly string[] | null; size: ChunkSize } {
    const task = this.task(n)
    const cut = Math.max(-1, ...task.chunks.keys())
    const { landedRows, landedBytes, last: pace } = task
    const plannedRows = task.plan.rowEstimate === null ? null : BigInt(task.plan.rowEstimate)
    const plannedBytes = BigInt(task.plan.sizeBytes)
    const size = nextChunkSize(batchSize, { landedRows, landedBytes, plannedRows, plannedBytes, last: pace })
    return { n: cut + 1, lower: task.chunks.get(cut)?.upper ?? null, size }
  }

  /** A chunk has been cut and belongs to the lane that cut it. */
  cut(
    n: number,
    { chunk, bounds, sourceDigest }: { chunk: number; bounds: Bounds } & Pick<BoardChunk, 'sourceDigest'>,
  ): BoardChunk {
    const task = this.task(n)
    const made = this.add({ task: n, n: chunk, ...bounds, attempt: 1, ...untouched, sourceDigest, state: 'copying' })
    task.cutting = false
    task.attempt = 0
    task.outage = null
    task.cutAll = bounds.upper === null
    this.tell()
    return made
  }

  /** A chunk has landed; `ms` is how long that took, null where it did in an earlier tenure. */
  landed(chunk: BoardChunk, { rows, rejected, bytes, sourceDigest }: Landed, ms: number | null): void {
    const task = this.task(chunk.task)
    if (ms !== null) task.last = { rows: Number(rows), ms }
    this.move(chunk, 'landed')
    chunk.rows = rows
    chunk.rejected = rejected
    chunk.bytes = bytes
    chunk.sourceDigest = sourceDigest
    task.landedRows += rows
    task.landedBytes += bytes
    this.tell()
  }

  /** The receipt of a chunk that has landed says something else by now: rows of it went into quarantine. */
  corrected(chunk: BoardChunk, { rows, rejected, bytes, sourceDigest }: Landed): void {
    this.task(chunk.task).landedRows += rows - chunk.rows
    Object.assign(chunk, { rows, rejected, bytes, sourceDigest })
  }

  /** How many rows of a table are in quarantine. */
  rejectedOf({ chunks, lost }: BoardTask): number {
    let rejected = lost
    for (const chunk of chunks.values()) rejected += chunk.rejected
    return rejected
  }

  /** A chunk did not land; it may be tried again from `notBefore` on. */
  later(chunk: BoardChunk, notBefore: number): void {
    this.suspects.delete(chunk)
    chunk.notBefore = notBefore
    this.move(chunk, 'waiting')
    this.tell()
  }

  /** Somebody wants a chunk that waits for its next try to be tried at once, as if it had never been. */
  again(chunk: BoardChunk): void {
    chunk.attempt = 0
    chunk.outage = null
    this.task(chunk.task).attempt = 0
    this.task(chunk.task).notBefore = 0
    this.later(chunk, 0)
  }

  /** Cutting or verifying did not succeed; it may be tried again from `notBefore` on. */
  taskLater(task: BoardTask, notBefore: number): void {
    task.cutting = false
    if (task.verification === 'running') task.verification = 'open'
    task.notBefore = notBefore
    this.tell()
  }

  /** Offers other lanes a share in the digest of a table, or nothing any more. */
  share(task: BoardTask, shared: SharedDigest | null): void {
    task.shared = shared
    this.tell()
  }

  verified(task: BoardTask): void {
    task.verification = 'done'
    task.attempt = 0
    task.outage = null
    this.tell()
  }

  fail(task: BoardTask, reason: string): void {
    task.failure ??= reason
    task.cutting = false
    this.tell()
  }

  /** True where every table has landed and been verified, or has failed. */
  get isDone(): boolean {
    return nextUnit(this.tasks.map(viewOf), 0).kind === 'done'
  }

  /** Resolves at the next change. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve))
  }

  private add(chunk: BoardChunk): BoardChunk {
    const task = this.task(chunk.task)
    task.chunks.set(chunk.n, chunk)
    if (chunk.state === 'waiting') task.waiting.add(chunk)
    if (chunk.state === 'copying') task.copying += 1
    return chunk
  }

  private move(chunk: BoardChunk, state: BoardChunk['state']): void {
    const task = this.task(chunk.task)
    task.waiting.delete(chunk)
    if (chunk.state === 'copying') task.copying -= 1
    chunk.state = state
    if (state === 'waiting') task.waiting.add(chunk)
    if (state === 'copying') task.copying += 1
  }

  private tell(): void {
    const waiters = this.waiters
    this.waiters = []
    for (const resolve of waiters) resolve()
  }
}

function openTask(plan: PlanTask, row: TaskRow | undefined): BoardTask {
  return {
    plan,
    chunks: new Map(),
    waiting: new Set(),
    copying: 0,
    failure: row?.state === 'failed' ? (row.reason ?? 'It failed.') : null,
    cutAll: false,
    cutting: false,
    verification: 'open',
    attempt: 0,
    outage: null,
    notBefore: 0,
    sourceRows: row?.sourceRows ?? null,
    targetRows: null,
    sourceDigest: null,
    targetDigest: null,
    landedRows: 0n,
    landedBytes: 0n,
    last: null,
    toldRows: null,
    gaveWay: false,
    lost: 0,
    shared: null,
    isAnalyzed: false,
  }
}

function viewOf(task: BoardTask): TaskView {
  const { n, level, effect, sizeBytes } = task.plan
  return {
    n,
    level,
    effect,
    failed: task.failure !== null,
    cutAll: task.cutAll,
    cutting: task.cutting,
    waiting: [...task.waiting],
    copying: task.copying,
    bytesLeft: Math.max(0, Number(sizeBytes) - Number(task.landedBytes)),
    verification: task.verification,
    wantsHelp: task.shared?.wantsHelp ?? false,
    notBefore: task.notBefore,
  }
}
