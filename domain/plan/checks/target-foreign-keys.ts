import { blocker, listed, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable, tableKey, tableTitle } from '../table-name'

type Needs = Pick<PlanContext, 'matched' | 'pairs' | 'targetOrder'>

/** Foreign keys of existing tables are checked while rows arrive: parents first, and no circles. */
export function targetForeignKeys(context: Needs): Finding[] {
  return [...circles(context), ...parentsElsewhere(context)]
}

/** A table that references itself is copied in one piece and then checked; a larger circle has no first table. */
function circles({ targetOrder, matched }: Needs): Finding[] {
  const unchecked = new Set(
    matched.filter(({ triggers }) => triggers === 'replica').map(({ source }) => tableKey(source)),
  )
  return targetOrder.cycles
    .filter((cycle) => cycle.length > 1 && !cycle.every((table) => unchecked.has(tableKey(table))))
    .map((cycle) => {
      const inCycle = new Set(cycle.map(tableKey))
      const drops = matched
        .filter(({ source }) => inCycle.has(tableKey(source)))
        .flatMap(({ source, target }) =>
          (target?.foreignKeys ?? []).map(({ name, references }) => ({ source, name, references })),
        )
        .filter(({ references: { schema, table } }) => inCycle.has(tableKey({ schema, name: table })))
        .map(({ source, name }) => `ALTER TABLE ${quotedTable(source)} DROP CONSTRAINT ${quoted(name)};`)
      const names = cycle.map(tableTitle)
      return blocker({
        id: `target-cycle:${names[0] ?? ''}`,
        title: 'Foreign keys of existing tables form a circle.',
        detail: 'Whichever table is copied first, its rows point to rows that are not there yet.',
        evidence: listed(names),
        fix: 'Choose in the mapping to keep the triggers of these tables silent (replica): their keys are then checked after the rows. Or drop one of the keys for the time of the migration.',
        ...(drops.length > 0 ? { sql: drops.join('\n') } : {}),
      })
    })
}

/** Rows of the parent must be there already, and nobody here brings them. */
function parentsElsewhere({ matched, pairs }: Needs): Finding[] {
  const planned = new Set(pairs.map(({ source }) => tableKey(source)))
  return matched.flatMap(({ source, target, presence }) =>
    presence !== 'exists'
      ? []
      : (target?.foreignKeys ?? [])
          .filter(
            ({ enforced, references: { schema, table } }) =>
              enforced && !planned.has(tableKey({ schema, name: table })),
          )
          .map(({ name, references: { schema, table } }) =>
            warning({
              id: `target-parent:${tableTitle(source)}.${quoted(name)}`,
              title: `${tableTitle(source)} needs rows of ${tableTitle({ schema, name: table })}, which this migration does not bring.`,
              detail: 'A row without its parent is refused, and the table then stops.',
              evidence: `foreign key ${name}`,
              fix: 'Make sure that the parents are in the target, or choose that table as well.',
              table: source,
            }),
          ),
  )
}
