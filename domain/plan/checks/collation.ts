import { blocker, passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** Sort order: built-in collations that the target lacks, and another default. */
export function collation({ source, target }: Pick<PlanContext, 'source' | 'target'>) {
  const [from, to] = [source.catalog.server, target.catalog.server]
  const missing = target.facts.missingCollations.map((name) =>
    blocker({
      id: `collation:${name}`,
      title: `The target has no collation ${name}.`,
      detail: 'Columns of the chosen tables sort by it.',
      fix: 'Install the locale on the target server and let it import collations.',
      sql: `SELECT pg_import_system_collations('pg_catalog');`,
    }),
  )
  const alike = from.collate === to.collate && from.ctype === to.ctype
  const evidence = `${from.collate} to ${to.collate}`
  if (alike) {
    const title = 'Text sorts alike on both sides.'
    return [...missing, passed({ id: 'collation', title, detail: 'Both databases have the same default.', evidence })]
  }
  return [
    ...missing,
    warning({
      id: 'collation',
      title: 'Text sorts in another order in the target.',
      detail: 'Values are copied unchanged; ORDER BY, and what depends on it, may answer differently.',
      evidence,
      fix: `Where it matters, create the target database with the collation ${from.collate}.`,
    }),
  ]
}
