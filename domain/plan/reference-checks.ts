import type { Catalog } from '../catalog/catalog'
import type { CatalogForeignKey, CatalogTable } from '../catalog/catalog-table'
import type { PlanStep } from './plan'
import type { Matched } from './plan-context'
import { quoted, quotedTable, refOf, sameTable, tableKey, tableTitle } from './table-name'

/** The kind of a step that looks for rows without their parents, where no foreign key was checked while they came. */
export const referenceCheck = 'reference-check'

/**
 * Where triggers stay silent, so do foreign keys: those of such a table while its rows come, those that point to it where rows had to be
 * taken back. Each of them is a look for rows without a parent, after all rows are there. The statement shows what is looked for; the run
 * looks with the operators of the key itself, and by a key that is NOT VALID only at its own rows.
 */
export function referenceCheckSteps(
  matched: readonly Matched[],
  { tables }: Pick<Catalog, 'tables'>,
): Omit<PlanStep, 'n'>[] {
  const silent = matched.filter(({ presence, triggers }) => presence === 'exists' && triggers === 'replica')
  const silentKeys = new Set(silent.map(({ source }) => tableKey(source)))
  return silent.flatMap(({ source, target }) => {
    const own = target?.foreignKeys.map((key) => ({ child: target, key })) ?? []
    const others = tables
      .filter((child) => child.leaf && !silentKeys.has(tableKey(child)))
      .flatMap((child) => child.foreignKeys.map((key) => ({ child, key })))
      .filter(({ key: { references } }) => sameTable({ schema: references.schema, name: references.table }, source))
    return [...own, ...others]
      .filter(({ key: { enforced } }) => enforced)
      .map(({ child, key }) => ({
        phase: 'after' as const,
        kind: referenceCheck,
        identity: `${referenceCheck} ${quoted(key.name)} on ${tableTitle(child)}`,
        sql: [orphansSql(child, key)],
        table: refOf(source),
        tables: [refOf(child)],
        constraint: key.name,
      }))
  })
}

function orphansSql(table: CatalogTable, { columns, references }: CatalogForeignKey): string {
  const present = columns.map((column) => `child.${quoted(column)} IS NOT NULL`)
  const same = columns.map((column, n) => `parent.${quoted(references.columns[n] ?? '')} = child.${quoted(column)}`)
  const parent = quotedTable({ schema: references.schema, name: references.table })
  return (
    `SELECT count(*) FROM ONLY ${quotedTable(table)} AS child WHERE ${present.join(' AND ')}` +
    ` AND NOT EXISTS (SELECT FROM ${parent} AS parent WHERE ${same.join(' AND ')})`
  )
}
