import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** Unlogged tables are empty after a crash of their server. */
export function unlogged({ matched }: Pick<PlanContext, 'matched'>) {
  const tables = matched.filter(({ source, target }) => (target ?? source).persistence === 'unlogged')
  if (tables.length === 0) return []
  return [
    warning({
      id: 'unlogged',
      title: 'Some tables of the target are unlogged.',
      detail: 'A crash of the target empties them, also after the migration has completed.',
      evidence: listed(tables.map(({ source }) => tableTitle(source))),
      fix: 'Make them logged if their rows matter.',
    }),
  ]
}
