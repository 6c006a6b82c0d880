import { alg, Graph } from '@dagrejs/graphlib'
import type { TableRef } from './plan'
import { byTableName, tableKey } from './table-name'

/** A table to be ordered; `sizeBytes` is a decimal number. */
export interface Orderable extends TableRef {
  readonly sizeBytes: string
}

/** `from` points to `to` with a foreign key: its rows need those of `to`. */
export interface Reference {
  readonly from: TableRef
  readonly to: TableRef
}

export interface TableOrder<T> {
  /** In the order of copying: lower levels first; in a level the big tables first, so that none is left for the end. */
  readonly ordered: readonly { readonly table: T; readonly level: number }[]
  /** Tables that reference each other in a circle, each circle once; one that references itself is a circle of one. */
  readonly cycles: readonly (readonly T[])[]
}

/**
 * Orders tables by their foreign keys: the strongly connected components of the graph, each a level above all that it
 * points to. Tables of a cycle share a level. References to tables outside the list do not count.
 */
export function orderTables<T extends Orderable>(
  tables: readonly T[],
  references: readonly Reference[],
): TableOrder<T> {
  const sorted = [...tables].sort(byTableName)
  const node = new Map(sorted.map((table, index) => [tableKey(table), String(index)]))
  // The library keeps nodes in plain objects: it gets numbers, never the names that people gave.
  const graph = new Graph()
  for (const number of node.values()) graph.setNode(number)
  for (const { from, to } of references) {
    const [source, target] = [node.get(tableKey(from)), node.get(tableKey(to))]
    if (source !== undefined && target !== undefined) graph.setEdge(source, target)
  }

  const levelOf = new Map<string, number>()
  const cycles: T[][] = []
  const tableOf = (number: string) => sorted[Number(number)]
  // Tarjan's algorithm answers a component only after all that it points to.
  for (const component of alg.tarjan(graph)) {
    const inside = new Set(component)
    const below = component.flatMap((number) => (graph.successors(number) ?? []).filter((next) => !inside.has(next)))
    const level = below.reduce((highest, next) => Math.max(highest, (levelOf.get(next) ?? 0) + 1), 0)
    for (const number of component) levelOf.set(number, level)
    if (component.length > 1 || component.some((number) => graph.hasEdge(number, number))) {
      cycles.push(component.flatMap((number) => tableOf(number) ?? []).sort(byTableName))
    }
  }

  const ordered = sorted.map((table, index) => ({ table, level: levelOf.get(String(index)) ?? 0 }))
  ordered.sort((a, b) => a.level - b.level || bySize(a.table, b.table) || byTableName(a.table, b.table))
  return { ordered, cycles: cycles.sort((a, b) => (a[0] && b[0] ? byTableName(a[0], b[0]) : 0)) }
}

function bySize(a: Orderable, b: Orderable): number {
  const difference = BigInt(b.sizeBytes) - BigInt(a.sizeBytes)
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}
