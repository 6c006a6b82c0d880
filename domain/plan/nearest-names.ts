import type { TableRef } from './plan'
import { byTableName } from './table-name'

/**
 * Tables that somebody may have meant: the same name in another schema or case first, then few typing errors apart.
 * At most `most`, nearest first.
 */
export function nearestNames(wanted: TableRef, tables: readonly TableRef[], most = 3): TableRef[] {
  const allowed = Math.max(2, Math.floor(wanted.name.length / 3))
  return tables
    .map((table) => ({ table, distance: distanceOf(wanted, table, allowed) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || byTableName(a.table, b.table))
    .slice(0, most)
    .map(({ table }) => table)
}

function distanceOf(wanted: TableRef, table: TableRef, allowed: number): number {
  const otherSchema = wanted.schema === table.schema ? 0 : 0.5
  const [a, b] = [wanted.name.toLowerCase(), table.name.toLowerCase()]
  if (Math.abs(a.length - b.length) > allowed) return Number.POSITIVE_INFINITY
  return editDistance(a, b) + otherSchema
}

/** Levenshtein's: insertions, deletions and replacements that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[b.length] ?? 0
}
