import { qualified } from '../identifiers'
import { attachRefOf, type Draft, draft, refOf } from './draft'
import type { Relations } from './table-source'

/** Partitions joined to their roots, and children to the parents that CREATE TABLE did not name. */
export const attachDrafts = ({ tables }: Relations): Draft[] =>
  tables
    .filter(({ parents, bornInherited }) => parents.length > 0 && !bornInherited)
    .map(({ row, relation, relationName, parents }) => {
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
    })
