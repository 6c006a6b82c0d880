import type { NewerFeature } from '@/domain/catalog/catalog-object'
import { quoteIdent } from '../identifiers'
import type { ConstraintRow } from './constraint-rows'
import { type Draft, draft, refOf } from './draft'
import { onlySince } from './newer'
import type { Relations, TableSource } from './table-source'

/** Foreign keys. The copies that a partitioned side brings to its partitions come with the original. */
export const foreignKeyDrafts = ({ tables }: Relations): Draft[] =>
  tables.flatMap((table) =>
    table.constraints
      .filter(({ type, parent }) => type === 'f' && parent === 0)
      .map((constraint) =>
        draft(
          {
            ref: refOf('pg_constraint', constraint.oid),
            kind: 'foreign-key',
            identity: `${quoteIdent(constraint.name)} on ${table.relation}`,
            schema: table.row.schema,
            name: constraint.name,
            table: table.relationName,
            phase: 'after',
            needs: [refOf('pg_class', table.row.oid)],
            newer: features(constraint, table),
          },
          () => statements(constraint, table),
        ),
      ),
  )

const features = (constraint: ConstraintRow, { row }: TableSource): NewerFeature[] => [
  ...(constraint.setsSome ? [onlySince(15, 'ON DELETE SET for some of the columns')] : []),
  ...(constraint.period ? [onlySince(18, 'a period in a foreign key')] : []),
  ...(constraint.enforced ? [] : [onlySince(18, 'NOT ENFORCED')]),
  ...(!constraint.validated && row.partitioned ? [onlySince(18, 'NOT VALID on a partitioned table')] : []),
]

/**
 * First as NOT VALID, which takes its locks for a moment only, then VALIDATE, which lets others write. One that was
 * not valid stays so. Versions before 18 know no NOT VALID on a partitioned table, and where one points to such a table
 * their VALIDATE leaves the copies for its partitions unproven.
 */
const statements = (constraint: ConstraintRow, { relation, row }: TableSource): string[] => {
  const { name, definition, validated, referencesPartitioned } = constraint
  const add = `ALTER TABLE ${row.partitioned ? '' : 'ONLY '}${relation} ADD CONSTRAINT ${quoteIdent(name)} ${definition}`
  if (!validated || row.partitioned || referencesPartitioned) return [add]
  return [`${add} NOT VALID`, `ALTER TABLE ONLY ${relation} VALIDATE CONSTRAINT ${quoteIdent(name)}`]
}
