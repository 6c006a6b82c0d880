import { warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable, sameTable, tableKey, tableTitle } from '../table-name'

/** Sequences of existing tables that bear another name than the source's: nobody moves them on. */
export function targetSequences({
  target,
  matched,
  reconciled,
}: Pick<PlanContext, 'target' | 'matched' | 'reconciled'>): Finding[] {
  const existing = new Map(
    matched.filter(({ presence }) => presence === 'exists').map((table) => [tableKey(table.source), table]),
  )
  const moved = reconciled.steps.filter(({ kind }) => kind === 'sequence-value')
  return target.catalog.sequences.flatMap((sequence) => {
    const { ownedBy } = sequence
    const owner = ownedBy === null ? undefined : existing.get(tableKey({ schema: ownedBy.schema, name: ownedBy.table }))
    if (ownedBy === null || owner === undefined) return []
    const isFilled = owner.match.columns.some(({ name }) => name === ownedBy.column)
    const isMoved = moved.some(({ schema, name }) => schema !== null && sameTable({ schema, name }, sequence))
    if (!isFilled || isMoved) return []
    const table = tableTitle(owner.source)
    const extreme = sequence.increment.startsWith('-') ? 'min' : 'max'
    return [
      warning({
        id: `target-sequence:${tableTitle(sequence)}`,
        title: `The sequence ${tableTitle(sequence)} of the target stays where it is.`,
        detail: `The source has none of its name. It would go on to give out numbers that ${table} has by then.`,
        evidence: `${table}.${ownedBy.column}`,
        fix: 'Run the statement after the migration.',
        sql: `SELECT setval('${quotedTable(sequence).replaceAll("'", "''")}', ${extreme}(${quoted(ownedBy.column)})) FROM ${quotedTable(owner.source)};`,
        table: owner.source,
      }),
    ]
  })
}
