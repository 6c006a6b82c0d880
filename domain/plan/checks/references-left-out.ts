import { warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted, tableKey, tableTitle } from '../table-name'

/** Foreign keys of chosen tables that point to a table that is left out: the target will not have them. */
export function referencesLeftOut({ chosen, pairs }: Pick<PlanContext, 'chosen' | 'pairs'>) {
  const leftOut = new Set(chosen.leftOut.map(tableKey))
  return pairs
    .filter(({ presence }) => presence !== 'exists')
    .flatMap(({ source }) =>
      source.foreignKeys
        .filter(
          ({ inherited, references: { schema, table } }) =>
            !inherited && leftOut.has(tableKey({ schema, name: table })),
        )
        .map(({ name, columns, references: { schema, table } }) =>
          warning({
            id: `reference-left-out:${tableTitle(source)}.${quoted(name)}`,
            title: `${tableTitle(source)} loses its foreign key to ${tableTitle({ schema, name: table })}.`,
            detail: 'That table is left out, so the target cannot check the reference.',
            evidence: `${name} (${columns.join(', ')})`,
            fix: `Choose ${tableTitle({ schema, name: table })} as well, or accept it.`,
            table: source,
          }),
        ),
    )
}
