import type { Board } from '@/worker/engine/board'
import { between, type Random } from '../random'
import type { Row } from './source'

/** A receipt, as the board is told of it. */
type Receipt = ConstructorParameters<typeof Board>[2][number]

/** The fence was in the way. */
export class Fenced extends Error {}
/** The connection broke: what was asked may have taken place. */
export class Broken extends Error {}

export interface Stored {
  readonly task: number
  readonly row: Row
  readonly xid: number
}

export interface Noted extends Receipt {
  readonly epoch: number
  readonly xid: number
}

interface State {
  readonly fence: number
  readonly rows: readonly Stored[]
  readonly receipts: ReadonlyMap<string, Noted>
}

/** A worker's session, as the server has it. */
export interface Backend {
  readonly by: string
  isEnded: boolean
}

/** A transaction of a lane: begun under the fence's shared lock, until it ends. */
export interface Transaction {
  readonly backend: Backend
  readonly epoch: number
  state: 'open' | 'sent' | 'committed' | 'aborted'
  change: ((state: State, xid: number) => State) | null
}

/** What is left out of the protocol, to see that the simulation notices. */
export interface Holes {
  /** The epoch is not compared, and nobody waits for those who write. */
  readonly noFence?: boolean
  /** Nobody waits for the transactions of earlier holders before the fence is raised. */
  readonly noWait?: boolean
  /** Chunks of an earlier snapshot are taken for those of the new one. */
  readonly noRecheck?: boolean
  /** A commit without an answer counts as one that did not take place. */
  readonly noQuestion?: boolean
  /** A commit without an answer counts as one that took place. */
  readonly blindTrust?: boolean
  /** A guest may open sessions although it was shut out. */
  readonly noSeat?: boolean
}

const nameOf = (task: number, chunk: number) => `${task} ${chunk}`

/** A target that loses commits which nobody waited for when it crashes. */
export class Target {
  readonly open = new Set<Transaction>()
  startedAt = 0
  /** Broken promises, in words. */
  readonly violations: string[] = []
  private readonly holes: Holes
  private readonly mayWrite: () => string | null
  private readonly connected = new Set<Backend>()
  private flushed: State = { fence: 0, rows: [], receipts: new Map() }
  private unflushed: State[] = []
  private xids = 0

  /** `mayWrite` answers why nobody may write at this moment, or null: by what Godwit's own database promises. */
  constructor(holes: Holes, mayWrite: () => string | null) {
    this.holes = holes
    this.mayWrite = mayWrite
  }

  get now(): State {
    return this.unflushed.at(-1) ?? this.flushed
  }

  connect(by: string): Backend {
    const backend = { by, isEnded: false }
    this.connected.add(backend)
    return backend
  }

  disconnect(backend: Backend): void {
    backend.isEnded = true
    this.connected.delete(backend)
    for (const transaction of [...this.open]) if (transaction.backend === backend) this.abort(transaction)
  }

  /** Somebody ends a session and waits until it is gone: a COMMIT that is on its way may still take place. */
  end(backend: Backend, random: Random): void {
    for (const transaction of [...this.open])
      if (transaction.backend === backend && transaction.state === 'sent' && random() < 0.5)
        this.commit(transaction, false)
    this.disconnect(backend)
  }

  begin(backend: Backend, epoch: number): Transaction {
    if (backend.isEnded) throw new Broken()
    if (!this.holes.noFence && this.now.fence !== epoch) throw new Fenced()
    const transaction: Transaction = { backend, epoch, state: 'open', change: null }
    this.open.add(transaction)
    return transaction
  }

  /** The server takes a COMMIT that was sent. */
  commit(transaction: Transaction, durable: boolean): void {
    if (!this.open.delete(transaction)) return
    try {
      const next = transaction.change?.(this.now, ++this.xids) ?? this.now
      transaction.state = 'committed'
      this.unflushed.push(next)
      if (durable) this.flush()
      this.judge(transaction)
    } catch {
      transaction.state = 'aborted' // a receipt of that name is there already
    }
  }

  abort(transaction: Transaction): void {
    if (this.open.delete(transaction)) transaction.state = 'aborted'
  }

  raiseFence(epoch: number): void {
    if (this.now.fence > epoch) throw new Fenced()
    this.unflushed.push({ ...this.now, fence: epoch })
    this.flush()
  }

  /** Sessions are cut, and of the commits that nobody waited for, only the first few are kept. */
  crash(random: Random): void {
    for (const backend of [...this.connected]) this.disconnect(backend)
    this.unflushed = this.unflushed.slice(0, between(random, 0, this.unflushed.length))
    this.flush()
    this.startedAt += 1
  }

  receipts(): Noted[] {
    return [...this.now.receipts.values()]
  }

  rowsOf(task: number): readonly Row[] {
    return this.now.rows.filter((stored) => stored.task === task).map(({ row }) => row)
  }

  ownRows(task: number): number {
    const xids = new Set(this.receipts().map(({ xid }) => xid))
    return this.now.rows.filter((stored) => stored.task === task && xids.has(stored.xid)).length
  }

  private flush(): void {
    this.flushed = this.now
    this.unflushed = []
  }

  /** After each commit: nobody writes who may not, nobody of an earlier epoch, no row twice, each receipt for exactly its rows. */
  private judge({ backend: { by }, epoch, change }: Transaction): void {
    const whyNot = change === null ? null : this.mayWrite()
    if (whyNot !== null) this.violations.push(`${by} wrote under epoch ${epoch}, although ${whyNot}`)
    const { rows, receipts, fence } = this.now
    if (epoch < fence) this.violations.push(`${by} wrote under epoch ${epoch}, although the fence stood at ${fence}`)
    const keys = new Set(rows.map(({ task, row }) => nameOf(task, row[0])))
    if (keys.size !== rows.length) this.violations.push('a row is there twice')
    const landed = [...receipts.values()].reduce((sum, receipt) => sum + receipt.rowsLanded, 0n)
    if (landed !== BigInt(rows.length)) this.violations.push(`receipts say ${landed} rows, ${rows.length} are there`)
  }
}

/** Rows and their receipt, as one change. Throws where the receipt is there already. */
export const landing =
  (receipt: Omit<Noted, 'xid'>, rows: readonly Row[]) =>
  (state: State, xid: number): State => {
    const name = nameOf(receipt.task, receipt.chunk)
    if (state.receipts.has(name)) throw new Error('There is one already.')
    const stored = rows.map((row) => ({ task: receipt.task, row, xid }))
    return {
      ...state,
      rows: [...state.rows, ...stored],
      receipts: new Map([...state.receipts, [name, { ...receipt, xid }]]),
    }
  }

/** The rows of some receipts are taken out, and the receipts. */
export const undoing =
  (gone: readonly Noted[]) =>
  (state: State): State => {
    const xids = new Set(gone.map(({ xid }) => xid))
    const receipts = new Map([...state.receipts].filter(([, { xid }]) => !xids.has(xid)))
    return { ...state, rows: state.rows.filter(({ xid }) => !xids.has(xid)), receipts }
  }
