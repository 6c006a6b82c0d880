import type pg from 'pg'
import { qualified } from '@/connectors/postgres/identifiers'
import { dropHindrances, landedRelations, undoChunksOf, undoTable } from '@/connectors/postgres/undo'
import type { PlanTask } from '@/domain/plan/plan'
import { writeModeOf } from '@/domain/plan/write-mode'
import type { RunContext } from './context'
import { PlainFailure } from './failure'
import type { Rechecked } from './recheck-chunks'

export interface UndoneChunks {
  readonly rows: bigint
  /** Identities of steps that have to be done again. */
  readonly steps: readonly string[]
}

/**
 * Takes all rows of this migration out of the tables of its plan but those to be `kept`, with their receipts: one transaction a table,
 * under the fence. What it built on them and would be in the way is dropped first. Afterwards the tables are empty, or the run fails and
 * says which is not.
 */
export async function undoChunks(
  { plan, hold }: RunContext,
  target: pg.Client,
  kept: ReadonlySet<PlanTask>,
): Promise<UndoneChunks> {
  const landed = new Set(await landedRelations(target, hold))
  const tasks = plan.tasks.filter((task) => landed.has(qualified(task.target.schema, task.target.name)))
  if (tasks.length === 0) return { rows: 0n, steps: [] }
  const steps = await dropHindrances(target, hold, { copied: true })
  let rows = 0n
  // Children first: foreign keys of tables that existed before stay and are enforced.
  for (const task of [...tasks].sort((a, b) => b.level - a.level)) {
    if (kept.has(task)) continue
    const made = task.effect === 'create'
    const undone = await undoTable(target, hold, { table: task.target, made, silent: isSilent(task) })
    rows += undone.rows
    // Where the table is shared, rows of others are meant to be there.
    if (!undone.isEmpty && writeModeOf(task).mode === 'fail-if-not-empty')
      throw new PlainFailure(
        'run',
        `${qualified(task.target.schema, task.target.name)} holds rows that are not this migration's, or that somebody changed since.`,
        'Look at these rows, remove them, then plan again.',
      )
  }
  return { rows, steps }
}

const isSilent = ({ triggers }: PlanTask) => triggers === 'replica'

/** Makes way for chunks that are to be copied again, all tables before the first row: a unique value may have moved between ranges. */
export async function undoChanged(
  run: RunContext,
  target: pg.Client,
  rechecked: readonly Rechecked[],
): Promise<UndoneChunks> {
  const { hold } = run
  const changed = rechecked.filter((task) => task.changed.length > 0)
  const steps = await dropHindrances(target, hold, { copied: changed.length > 0 })
  let rows = 0n
  // Children first: foreign keys of tables that existed before stay and are enforced.
  for (const { task, kept, changed: receipts } of [...changed].sort((a, b) => b.task.level - a.task.level)) {
    const relation = qualified(task.target.schema, task.target.name)
    const chunks = receipts.map((receipt) => receipt.chunk)
    const isMade = task.effect === 'create' && kept.length === 0
    rows += isMade
      ? (await undoTable(target, hold, { table: task.target, made: true })).rows
      : await undoChunksOf(target, hold, { relation, task: task.n, chunks, silent: isSilent(task) })
  }
  return { rows, steps }
}
