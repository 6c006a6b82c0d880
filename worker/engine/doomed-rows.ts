import type pg from 'pg'
import { expelRows, ownRows } from '@/connectors/postgres/expel'
import { qualified } from '@/connectors/postgres/identifiers'
import { type ForeignKey, keysPointingTo, rowsPointingTo } from '@/connectors/postgres/pointing-rows'
import type { Refusal } from '@/connectors/postgres/rejects'
import { sqlstateEntry } from '@/connectors/postgres/sqlstates'
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

  constructor(run: RunContext & { readonly board: Board }) {
    this.run = run
  }

  /** How many more rows a table may lose. */
  room(task: BoardTask): number {
    const gone = this.moved.reduce((sum, m) => (m.task === task ? sum + m.rows : sum), 0)
    const { board, watch } = this.run
    return Math.max(0, mostRejects(watch.controls.config, task.sourceRows) - board.rejectedOf(task) - gone)
  }

  /**
   * Moves rows of a table into the ledger, after those that point to them, and so on, until nothing points to what is gone. Others' rows
   * never move: where one is in the way, `TooMany` is thrown.
   */
  async expel(target: pg.ClientBase, task: BoardTask, places: readonly string[], refusal: Refusal): Promise<void> {
    if (places.length === 0) return
    const { board } = this.run
    const { schema, name } = task.plan.target
    const keys = await keysPointingTo(target, qualified(schema, name))
    const isOwnTable = ({ child }: ForeignKey) => child.schema === schema && child.name === name
    const leaving = new Map(places.map((place) => [place, refusal]))
    // Within the table first, so that whatever hangs on these rows is known before others are asked.
    for (let before = 0; before < leaving.size; ) {
      before = leaving.size
      for (const key of keys.filter(isOwnTable))
        for (const place of await rowsPointingTo(target, key, [...leaving.keys()]))
          if (!leaving.has(place)) leaving.set(place, pointsNowhere(key))
    }
    for (const key of keys.filter((k) => !isOwnTable(k))) {
      const pointing = await rowsPointingTo(target, key, [...leaving.keys()])
      if (pointing.length === 0) continue
      const isChild = ({ plan }: BoardTask) =>
        plan.target.schema === key.child.schema && plan.target.name === key.child.name
      const child = board.tasks.find(isChild)
      if (child === undefined) throw new TooMany('Rows of a table that is not part of the plan point to these.')
      await this.expel(target, child, pointing, pointsNowhere(key))
    }
    if (leaving.size > this.room(task)) throw new TooMany('More rows would leave than the table may lose.')
    await this.move(target, task, leaving)
  }

  private async move(target: pg.ClientBase, task: BoardTask, leaving: ReadonlyMap<string, Refusal>): Promise<void> {
    const { hold, plan } = this.run
    const rows = await ownRows(target, hold, task.plan, [...leaving.keys()])
    if (rows.length < leaving.size) throw new TooMany('Rows that are not this migration’s would have to leave.')
    const hashes = await rowHashesFor({ source: null, target }, plan.tasks, [...task.chunks.values()])
    const hash = plan.validateData ? await hashes.of(target, task.plan) : null
    const seal = await sealerOf(this.run, task.plan)
    const { chunking } = task.plan
    const key = chunking.kind === 'key' ? chunking.columns.map((column) => column.name) : []
    // Those that point to others leave before them.
    const bySequence = [...new Set([...leaving.values()].map((why) => why.constraint))].reverse()
    for (const constraint of bySequence) {
      const part = rows.filter(({ ctid }) => leaving.get(ctid)?.constraint === constraint)
      const refusal = leaving.get(part[0]?.ctid ?? '')
      if (refusal === undefined) continue
      const digest = await expelRows(target, hold, part, { task: task.plan, refusal, key, hash, seal })
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
