import type { PickableTable } from './pickable-tables'

/** A table that is left out although chosen ones point to it. */
export interface MissingReference {
  readonly to: PickableTable
  readonly from: readonly PickableTable[]
}

/** The tables left out whose absence costs chosen ones a foreign key, those with the most first. */
export function missingReferences(tables: readonly PickableTable[], chosen: ReadonlySet<string>): MissingReference[] {
  const pointing = new Map<string, PickableTable[]>()
  for (const table of tables) {
    if (!chosen.has(table.key)) continue
    for (const to of table.references) {
      if (chosen.has(to)) continue
      pointing.set(to, [...(pointing.get(to) ?? []), table])
    }
  }
  return tables
    .flatMap((to) => {
      const from = pointing.get(to.key)
      return from === undefined ? [] : [{ to, from }]
    })
    .toSorted((a, b) => b.from.length - a.from.length)
}
