import type { NewerFeature } from '@/domain/catalog/catalog-object'
import { quoteIdent } from '../identifiers'
import { storageOptions, usualNotNullName } from './column'
import { lostBefore, onlySince, scaleFeatures, storageOptionSince } from './newer'
import type { TableSource } from './table-source'

/** What of a table itself older servers lack. */
export const tableFeatures = (table: TableSource): NewerFeature[] => {
  const { columns, constraints, row, sequences, bornInherited } = table
  const nameOf = new Map(columns.map(({ attnum, name }) => [attnum, quoteIdent(name)]))
  const notNulls = constraints.filter(({ type, validated, local }) => type === 'n' && validated && local)
  const own = columns.filter(({ local }) => local || !bornInherited)
  const comesFromRoot = (attnum: number) =>
    row.isPartition && !sequences.some((s) => s.ownerAttnum === attnum && s.identity)
  return [
    ...own
      .filter(({ generated }) => generated === 'virtual')
      .map(({ name }) => onlySince(18, `the virtual generated column ${quoteIdent(name)}`)),
    ...own.flatMap(({ type }) => scaleFeatures(type)),
    ...own
      .filter(({ identity, attnum }) => identity !== '' && comesFromRoot(attnum))
      .map(({ name }) => lostBefore(17, `the identity of ${quoteIdent(name)}, which is the partitioned table's`)),
    ...notNulls
      .filter(({ noInherit }) => noInherit)
      .map(({ attnums }) =>
        onlySince(18, `a NOT NULL that children do not inherit, of ${nameOf.get(attnums[0] ?? 0)}`),
      ),
    ...notNulls
      .filter(
        (notNull) => !notNull.noInherit && notNull.name !== usualNotNullName(row.name, nameIn(table, notNull.attnums)),
      )
      .map(({ name }) => lostBefore(18, `the name of the NOT NULL ${quoteIdent(name)}`)),
    ...newerOptions(table).map((statement) => lostBefore(18, 'a storage parameter', [statement])),
  ]
}

const nameIn = ({ columns }: TableSource, [first]: readonly number[]): string =>
  columns.find(({ attnum }) => attnum === first)?.name ?? ''

/** Storage parameters that older servers do not know, a statement each. */
export const newerOptions = ({ row, relation }: TableSource): string[] => {
  const isNew = (option: string) => storageOptionSince(option) !== undefined
  const all = [
    ...storageOptions(row.options.filter(isNew)),
    ...storageOptions(row.toastOptions.filter(isNew), 'toast.'),
  ]
  return all.map((option) => `ALTER TABLE ONLY ${relation} SET (${option})`)
}
