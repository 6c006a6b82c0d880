import { qualified } from '../identifiers'
import { attachRefOf, type Draft, draft, notCarried, refOf } from './draft'
import type { Relations, TableSource } from './table-source'

/** Partitions joined to their roots, and children to the parents that CREATE TABLE did not name. */
export const attachDrafts = ({ tables }: Relations): Draft[] =>
  tables
    .filter(({ parents, bornInherited }) => parents.length > 0 && !bornInherited)
    .flatMap((table) => [attachDraft(table), ...ownershipNote(table)])

const attachDraft = ({ row, relation, relationName, parents }: TableSource): Draft => {
  const names = parents.map(({ schema, name }) => qualified(schema, name))
  return draft(
    {
      ref: attachRefOf(row.oid),
      kind: row.isPartition ? 'partition' : 'inheritance',
      identity: relation,
      schema: row.schema,
      name: row.name,
      table: relationName,
      phase: 'before',
      needs: [refOf('pg_class', row.oid), ...parents.map(({ parent }) => refOf('pg_class', parent))],
    },
    () =>
      row.isPartition
        ? names.map((parent) => `ALTER TABLE ONLY ${parent} ATTACH PARTITION ${relation} ${row.partitionBound}`)
        : names.map((parent) => `ALTER TABLE ONLY ${relation} INHERIT ${parent}`),
  )
}

/** Joining a table to a parent later keeps the order of its columns, but not whose they are. */
const ownershipNote = ({ row, relation, relationName, columns }: TableSource): Draft[] => {
  if (row.isPartition || columns.every(({ local }) => local)) return []
  const given = {
    ref: `inherited-columns:${row.oid}`,
    kind: 'inheritance' as const,
    identity: `${relation}, columns that are only inherited`,
    schema: row.schema,
    name: row.name,
    table: relationName,
  }
  const reason = 'They keep their order but become its own: one dropped from the parent later will stay here.'
  return [notCarried(given, reason)]
}
