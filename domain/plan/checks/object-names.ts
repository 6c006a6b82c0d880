import type { CatalogColumn } from '../../catalog/catalog-table'
import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted, tableTitle } from '../table-name'

/** regclass and its like, and aclitem: their values name an object or a role of the database. */
const naming: ReadonlySet<number> = new Set([24, 1033, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191])

const names = ({ baseTypeOid, elementTypeOid }: CatalogColumn) =>
  naming.has(baseTypeOid) || (elementTypeOid !== null && naming.has(elementTypeOid))

/** Values that are names travel as names: the target looks them up while the rows are copied. */
export function objectNames({ matched }: Pick<PlanContext, 'matched'>) {
  const columns = matched.flatMap(({ source }) =>
    source.columns.filter(names).map((column) => `${tableTitle(source)}.${quoted(column.name)}`),
  )
  if (columns.length === 0) return []
  return [
    warning({
      id: 'object-names',
      title: 'Some columns hold names of objects or roles.',
      detail:
        'They are copied as names. One whose object is not in the target when the rows come (a view, an index, a role) is refused.',
      evidence: listed(columns),
      fix: 'Make such objects in the target beforehand, or turn the columns into text.',
    }),
  ]
}
