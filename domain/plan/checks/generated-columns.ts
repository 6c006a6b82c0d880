import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { sameTable, tableTitle } from '../table-name'

/** Generated columns are computed anew; with a function of one's own the result is only as equal as the function. */
export function generatedColumns({ matched, carried }: Pick<PlanContext, 'matched' | 'carried'>) {
  const functions = new Set(carried.objects.filter(({ kind }) => kind === 'function').map(({ identity }) => identity))
  const tables = matched.filter(
    ({ source, presence }) =>
      presence !== 'exists' &&
      source.columns.some(({ generated }) => generated !== '') &&
      carried.objects.some(
        (object) =>
          object.kind === 'table' &&
          object.schema !== null &&
          sameTable({ schema: object.schema, name: object.name }, source) &&
          object.dependsOn.some((identity) => functions.has(identity)),
      ),
  )
  if (tables.length === 0) return []
  return [
    warning({
      id: 'generated-columns',
      title: 'Generated columns call functions of the source.',
      detail: 'The target computes them anew: their values are equal only if the functions answer the same there.',
      evidence: listed(tables.map(({ source }) => tableTitle(source))),
      fix: 'Make sure that these functions depend on nothing but their arguments.',
    }),
  ]
}
