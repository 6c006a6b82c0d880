import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

const intervalOid = 1186
const since = 17

/** Intervals can be infinite from PostgreSQL 17 on; an older target refuses such a value. */
export function infiniteIntervals({ source, target, matched }: Pick<PlanContext, 'source' | 'target' | 'matched'>) {
  const knows = ({ catalog }: { catalog: PlanContext['source']['catalog'] }) =>
    catalog.server.versionNum >= since * 10_000
  if (!knows(source) || knows(target)) return []
  const tables = matched.filter((table) =>
    table.source.columns.some((c) => c.baseTypeOid === intervalOid || c.elementTypeOid === intervalOid),
  )
  if (tables.length === 0) return []
  return [
    warning({
      id: 'infinite-intervals',
      title: 'The target knows no infinite intervals.',
      detail: 'A row with one is refused there.',
      evidence: listed(tables.map((table) => tableTitle(table.source))),
      fix: 'Make sure that no interval is infinite, or migrate to a server of version 17 or newer.',
    }),
  ]
}
