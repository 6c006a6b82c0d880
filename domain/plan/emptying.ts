import { alg, Graph } from '@dagrejs/graphlib'
import type { Plan, PlanStep, PlanTask, TableRef } from './plan'
import type { Matched } from './plan-context'
import { quotedTable, refOf, sameTable, tableKey, tableTitle } from './table-name'

/** The kind of a step that empties tables. */
export const emptying = 'truncate'

/** The steps that empty tables which the mapping wants emptied: those that point to each other go at once, all others on their own. */
export function emptyingSteps(matched: readonly Matched[]): Omit<PlanStep, 'n'>[] {
  const emptied = matched.filter(({ presence, writeMode }) => presence === 'exists' && writeMode.mode === 'truncate')
  return groupsOf(emptied).map((group) => {
    const tables = group.map(({ source }): TableRef => refOf(source))
    return {
      phase: 'before',
      kind: emptying,
      identity: `${emptying} ${tables.map(tableTitle).join(', ')}`,
      sql: [`TRUNCATE TABLE ${tables.map((table) => `ONLY ${quotedTable(table)}`).join(', ')}`],
      table: null,
      tables,
    }
  })
}

/** The step of a plan that empties a task's table; undefined: none does. */
export const emptyingStepOf = (plan: Pick<Plan, 'steps'>, { target }: PlanTask): PlanStep | undefined =>
  plan.steps.find(({ kind, tables }) => kind === emptying && tables?.some((table) => sameTable(table, target)))

function groupsOf(tables: readonly Matched[]): Matched[][] {
  const number = new Map(tables.map(({ source }, n) => [tableKey(source), String(n)]))
  // The library keeps nodes in plain objects: it gets numbers, never names.
  const graph = new Graph({ directed: false })
  for (const n of number.values()) graph.setNode(n)
  tables.forEach(({ facts }, n) => {
    for (const other of facts?.referencedBy ?? []) {
      const there = number.get(tableKey(other))
      if (there !== undefined) graph.setEdge(String(n), there)
    }
  })
  const groups = alg.components(graph).map((group) => group.map(Number).sort((a, b) => a - b))
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).map((group) => group.flatMap((n) => tables[n] ?? []))
}
