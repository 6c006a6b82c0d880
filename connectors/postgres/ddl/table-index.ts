import type { RelationName } from '@/domain/catalog/catalog-table'
import { qualified } from '../identifiers'
import { attachRefOf, type Draft, draft, notCarried, type Ref, refOf } from './draft'
import { groupBy } from './group'
import type { IndexRow } from './index-rows'
import { onlySince } from './newer'
import type { Relations } from './table-source'

/** Indexes that no constraint makes, on tables and materialized views, and the parts of partitioned ones put together. */
export const indexDrafts = (relations: Relations): Draft[] => {
  const { tables, indexes, children } = relations
  const tableNames = new Map(tables.map(({ row, relationName }) => [row.oid, relationName]))
  const completions = indexCompletions(relations)
  const known = new Map(indexes.map((index) => [index.oid, index]))
  return indexes.flatMap((index) => {
    const table = tableNames.get(index.table) ?? null
    const attached = index.partitioned ? (children.get(index.table) ?? []).map(({ child }) => attachRefOf(child)) : []
    const completedBy = completions.get(indexMaker(index)) ?? []
    const parent = index.parent === null ? undefined : known.get(index.parent)
    return [
      ...(index.constraint === null ? [indexDraft(index, table, attached, completedBy)] : []),
      ...(parent && !index.exclusion ? [attachDraft(index, parent, table)] : []),
    ]
  })
}

/** What an index is made by: its constraint where it has one. */
export const indexMaker = ({ oid, constraint }: IndexRow): Ref =>
  constraint === null ? refOf('pg_class', oid) : refOf('pg_constraint', constraint)

/** For each partitioned index, by what it is made by: the attachments that make it whole. */
export const indexCompletions = ({ indexes }: Relations): Map<Ref, Ref[]> => {
  const parts = groupBy(indexes, ({ parent }) => parent)
  return new Map(
    indexes
      .filter(({ partitioned }) => partitioned)
      .map((index) => [indexMaker(index), (parts.get(index.oid) ?? []).map(({ oid }) => attachRefOf(oid))]),
  )
}

const indexDraft = (index: IndexRow, table: RelationName | null, attached: Ref[], completedBy: Ref[]): Draft => {
  const identity = qualified(index.schema, index.name)
  const { schema, name } = index
  const given = { ref: refOf('pg_class', index.oid), kind: 'index', identity, schema, name, table } as const
  if (!index.valid && !index.partitioned) {
    return notCarried(given, 'It is invalid in the source: a CREATE INDEX CONCURRENTLY did not finish.')
  }
  const needs = [refOf('pg_class', index.table), ...attached]
  const newer = index.nullsNotDistinct ? [onlySince(15, 'NULLS NOT DISTINCT')] : []
  return draft({ ...given, phase: 'after', needs, completedBy, newer }, () => [
    index.definition,
    ...index.statistics.map((setting) => {
      const [position, target] = setting.split('=')
      return `ALTER INDEX ${identity} ALTER COLUMN ${position} SET STATISTICS ${target}`
    }),
  ])
}

const attachDraft = (index: IndexRow, parent: IndexRow, table: RelationName | null): Draft => {
  const identity = qualified(index.schema, index.name)
  return draft(
    {
      ref: attachRefOf(index.oid),
      kind: 'index-partition',
      identity,
      schema: index.schema,
      name: index.name,
      table,
      // A primary key is made before the rows, the others after them.
      phase: index.primary ? 'before' : 'after',
      needs: [indexMaker(index), indexMaker(parent), attachRefOf(index.table)],
    },
    () => [`ALTER INDEX ${qualified(parent.schema, parent.name)} ATTACH PARTITION ${identity}`],
  )
}
