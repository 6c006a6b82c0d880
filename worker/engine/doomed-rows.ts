import type pg from 'pg'
import { ownRows, rejectOwnRows, removeRows } from '@/connectors/postgres/expel'
import { qualified } from '@/connectors/postgres/identifiers'
import { type ForeignKey, keysPointingTo, rowsPointingTo } from '@/connectors/postgres/pointing-rows'
import type { Refusal } from '@/connectors/postgres/rejects'
import { sqlstateEntry } from '@/connectors/postgres/sqlstates'
import type { TableRef } from '@/domain/plan/plan'
import { subtractDigest } from '@/domain/transfer/digest-sum'
import { mostRejects } from '@/domain/transfer/reject-budget'
import type { Board, BoardTask } from './board'
import type { RunContext } from './context'
import { rowHashesFor } from './row-hashes'
import { sealerOf } from './seal-values'

/** More rows than a table may lose, or somebody else's among them: nothing is moved at all. */
export class TooMany extends Error {
  override readonly name = 'TooMany'
}

const pointsNowhere = ({ name }: ForeignKey): Refusal => {
  const { message, fix } = sqlstateEntry('23503')
  return { sqlstate: '23503', constraint: name, column: null, message, fix }
}

interface Moved {
  readonly task: BoardTask
  readonly rows: number
  readonly sqlstate: string
  readonly digest: string | null
}

/** Rows that have to leave the target together, in one transaction: those that break a key, and whatever of ours points to them. */
export class Doomed {
  readonly moved: Moved[] = []
  private readonly run: RunContext & { readonly board: Board }
  private readonly leaving = new Map<BoardTask, Map<string, Refusal>>()

  constructor(run: RunContext & { readonly board: Board }) {
    this.run = run
  }

  /** How many more rows a table may lose. */
  room(task: BoardTask): number {
    const gone = this.moved.reduce((sum, m) => (m.task === task ? sum + m.rows : sum), 0)
    const { board, watch } = this.run
    const going = this.leaving.get(task)?.size ?? 0
    return mostRejects(watch.controls.config, task.sourceRows) - board.rejectedOf(task) - gone - going
  }

  /**
   * Marks rows of a table, those that point to them, and so on, until nothing points to what will be gone; circles included. Throws
   * `TooMany` where more rows would leave than a table may lose, or where a table of others points to them.
   */
  async mark(target: pg.ClientBase, task: BoardTask, places: readonly string[], refusal: Refusal): Promise<void> {
    const marked = this.leaving.get(task) ?? new Map<string, Refusal>()
    const fresh = places.filter((place) => !marked.has(place))
    if (fresh.length === 0) return
    for (const place of fresh) marked.set(place, refusal)
    this.leaving.set(task, marked)
    if (this.room(task) < 0) throw new TooMany('More rows would leave than the table may lose.')
    const { schema, name } = task.plan.target
    for (const key of await keysPointingTo(target, qualified(schema, name))) {
      const pointing = await rowsPointingTo(target, key, fresh)
      if (pointing.length === 0) continue
      const child = taskInto(this.run.board, key.child)
      if (child === null) throw new TooMany('Rows of a table that is not part of the plan point to these.')
      await this.mark(target, child, pointing, pointsNowhere(key))
    }
  }

  /** Moves all marked rows into the ledger. Others' rows never move: where one is among them, `TooMany` is thrown. */
  async leave(target: pg.ClientBase): Promise<void> {
    const parts = [...this.leaving].map(([task, marked]) => ({ task, marked }))
    for (const { task, marked } of parts) await this.reject(target, task, marked)
    await removeRows(
      target,
      parts.map(({ task, marked }) => ({ task: task.plan, ctids: [...marked.keys()] })),
    )
    this.leaving.clear()
  }

  private async reject(target: pg.ClientBase, task: BoardTask, marked: ReadonlyMap<string, Refusal>): Promise<void> {
    const { hold, plan } = this.run
    const rows = await ownRows(target, hold, task.plan, [...marked.keys()])
    if (rows.length < marked.size) throw new TooMany('Rows that are not this migration’s would have to leave.')
    const hashes = await rowHashesFor({ source: null, target }, plan.tasks, [...task.chunks.values()])
    const hash = plan.validateData ? await hashes.of(target, task.plan) : null
    const seal = await sealerOf(this.run, task.plan)
    const { chunking } = task.plan
    const key = chunking.kind === 'key' ? chunking.columns.map((column) => column.name) : []
    for (const refusal of new Set(marked.values())) {
      const part = rows.filter(({ ctid }) => marked.get(ctid) === refusal)
      const digest = await rejectOwnRows(target, hold, part, { task: task.plan, refusal, key, hash, seal })
      this.moved.push({ task, rows: part.length, sqlstate: refusal.sqlstate, digest })
    }
  }

  /** Once it is committed: what the lanes proved of these tables is what is left of them. */
  settle(): void {
    for (const { task, rows, digest } of this.moved) {
      if (task.targetRows !== null) task.targetRows -= BigInt(rows)
      if (task.targetDigest !== null) task.targetDigest = subtractDigest(task.targetDigest, digest)
      task.lost += rows
    }
  }
}

/** Which task fills a table of the target; null: none of the plan does. */
export const taskInto = (board: Board, { schema, name }: TableRef): BoardTask | null =>
  board.tasks.find(({ plan: { target } }) => target.schema === schema && target.name === name) ?? null
