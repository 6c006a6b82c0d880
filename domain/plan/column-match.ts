import type { CatalogColumn, CatalogTable } from '../catalog/catalog-table'
import { type BothServers, whyNotBinary } from './binary-types'
import type { PlanTask } from './plan'
import { typeFit } from './type-fit'

/** What keeps an existing target table from taking a source table's rows as they are. */
export type ColumnProblem =
  | { readonly kind: 'missing'; readonly column: CatalogColumn }
  | { readonly kind: 'without-value'; readonly column: CatalogColumn }
  | { readonly kind: 'left-to-default'; readonly column: CatalogColumn }
  | { readonly kind: 'narrower' | 'different'; readonly column: CatalogColumn; readonly target: CatalogColumn }
  | { readonly kind: 'generated' | 'not-null'; readonly column: CatalogColumn; readonly target: CatalogColumn }

export interface ColumnMatch {
  /** The columns that travel, in the source's order; `type` is the target's. */
  readonly columns: PlanTask['columns']
  readonly format: PlanTask['format']
  readonly formatReason: string | null
  readonly digested: NonNullable<PlanTask['digested']>
  /** Empty for a table that the run makes. */
  readonly problems: readonly ColumnProblem[]
}

/**
 * Which columns of a table travel and how. `target` null: the run makes the table, with the same columns. Generated
 * columns do not travel: the target computes them.
 */
export function matchColumns(source: CatalogTable, target: CatalogTable | null, servers: BothServers): ColumnMatch {
  const pairs = source.columns.map((column) => ({
    column,
    into: target === null ? column : (target.columns.find((c) => c.name === column.name) ?? null),
  }))
  const travelling = pairs.flatMap(({ column, into }) => (into && isCopied(column, into) ? [{ column, into }] : []))
  const reasons = travelling.flatMap(({ column, into }) => {
    const why = whyNotBinary(column, servers)
    if (why !== null) return [why]
    // A server rounds what it reads in binary into a narrower modifier without a word.
    return !['same', 'wider'].includes(typeFit(column, into))
      ? [`Column ${column.name} is ${column.type} here and ${into.type} there.`]
      : []
  })
  return {
    columns: travelling.map(({ into }) => ({
      name: into.name,
      type: into.type,
      identityAlways: into.identity === 'always',
    })),
    format: reasons.length === 0 ? 'binary' : 'text',
    formatReason: reasons[0] ?? null,
    digested: reasons.length === 0 && passesUnchanged(travelling) && servers.hashesAlike ? 'passing' : 'by-query',
    problems: target === null ? [] : [...pairs.flatMap(problemsOf), ...extraColumns(source, target)],
  }
}

/** What the source sends of each value is what the target will have of it, byte by byte: a wider modifier may show more digits. */
const passesUnchanged = (travelling: readonly { column: CatalogColumn; into: CatalogColumn }[]) =>
  travelling.every(({ column, into }) => typeFit(column, into) === 'same')

const isCopied = (column: CatalogColumn, into: CatalogColumn) => column.generated === '' && into.generated === ''

function problemsOf({ column, into }: { column: CatalogColumn; into: CatalogColumn | null }): ColumnProblem[] {
  if (into === null) return column.generated === '' ? [{ kind: 'missing', column }] : []
  const both = { column, target: into }
  if (column.generated !== '' && into.generated !== '') return []
  if (column.generated !== '' || into.generated !== '') return [{ kind: 'generated', ...both }]
  const fit = typeFit(column, into)
  if (fit === 'narrower' || fit === 'different') return [{ kind: fit, ...both }]
  return into.notNull && !column.notNull ? [{ kind: 'not-null', ...both }] : []
}

function extraColumns(source: CatalogTable, target: CatalogTable): ColumnProblem[] {
  const known = new Set(source.columns.map(({ name }) => name))
  return target.columns
    .filter((column) => !known.has(column.name) && column.generated === '')
    .map((column) => ({ kind: column.notNull && !fillsItself(column) ? 'without-value' : 'left-to-default', column }))
}

const fillsItself = (column: CatalogColumn) => column.default !== null || column.identity !== ''
