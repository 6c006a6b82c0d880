import type { CatalogObject } from '../catalog/catalog-object'
import { chooseChunking } from './chunking'
import type { PlanTask } from './plan'
import type { PlanContext } from './plan-context'
import { refOf, tableKey } from './table-name'

/** The tables to copy, in the order of copying. */
export function planTasks(context: Pick<PlanContext, 'source' | 'matched' | 'reconciled' | 'targetOrder'>): PlanTask[] {
  const { matched, source, targetOrder, reconciled } = context
  const byKey = new Map(matched.map((table) => [tableKey(table.source), table]))
  // Its rows point to each other: a range of them could miss its parents.
  const onItself = new Set(
    targetOrder.cycles.filter(({ length }) => length === 1).flatMap((cycle) => cycle.map(tableKey)),
  )
  const made = countMade(reconciled.steps)
  return targetOrder.ordered.flatMap(({ table, level }, n) => {
    const key = tableKey(table)
    const found = byKey.get(key)
    if (found === undefined) return []
    const { match, presence, writeMode, triggers } = found
    return [
      {
        n,
        source: refOf(table),
        target: refOf(table),
        effect: presence === 'exists' ? 'fill' : 'create',
        writeMode,
        ...(triggers === null ? {} : { triggers }),
        columns: match.columns,
        format: match.format,
        formatReason: match.formatReason,
        digested: match.digested,
        chunking: chooseChunking(table, source.catalog.server, { onePiece: onItself.has(key) }),
        level,
        rowEstimate: table.rowEstimate,
        sizeBytes: table.sizeBytes,
        creates: made.get(key) ?? { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
      } satisfies PlanTask,
    ]
  })
}

type Made = PlanTask['creates']

const countedAs = new Map<CatalogObject['kind'], keyof Made>([
  ['index', 'indexes'],
  ['primary-key', 'constraints'],
  ['unique', 'constraints'],
  ['exclusion', 'constraints'],
  ['check', 'constraints'],
  ['foreign-key', 'foreignKeys'],
  ['trigger', 'triggers'],
])

/** What the steps make, table by table. */
function countMade(steps: readonly CatalogObject[]): Map<string, Made> {
  const made = new Map<string, Made>()
  for (const { kind, table } of steps) {
    const column = countedAs.get(kind)
    if (column === undefined || table === null) continue
    const key = tableKey(table)
    const counts = made.get(key) ?? { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 }
    made.set(key, { ...counts, [column]: counts[column] + 1 })
  }
  return made
}
