import { qualified, quoteIdent } from '../identifiers'
import { storageOptions } from './column'
import type { ConstraintRow } from './constraint-rows'
import { attachRefOf, type Draft, draft, type Ref, refOf } from './draft'
import { onlySince } from './newer'
import { checkDraft } from './table'
import { indexCompletions } from './table-index'
import type { Relations, TableSource } from './table-source'

const kinds = new Map([
  ['p', 'primary-key'],
  ['u', 'unique'],
  ['x', 'exclusion'],
] as const)

/**
 * Primary keys, unique and exclusion constraints, and what waits for the rows because
 * old ones may break it: checks and NOT NULLs that were never proved.
 */
export const constraintDrafts = (relations: Relations): Draft[] => {
  const { tables, children } = relations
  const completions = indexCompletions(relations)
  return tables.flatMap((table) => {
    const tableRef = refOf('pg_class', table.row.oid)
    const attached = (children.get(table.row.oid) ?? []).map(({ child }) => attachRefOf(child))
    const ownLater = table.constraints.filter((constraint) => !constraint.validated && isItsOwn(constraint))
    return [
      ...table.constraints.flatMap((constraint) => keyDraft(constraint, table, attached, completions)),
      ...ownLater.filter(({ type }) => type === 'c').map((check) => checkDraft(check, table, tableRef)),
      ...ownLater.filter(({ type }) => type === 'n').map((notNull) => notNullDraft(notNull, table)),
    ]
  })
}

const isItsOwn = ({ local, inherited }: ConstraintRow) => local || !inherited

const keyDraft = (
  constraint: ConstraintRow,
  table: TableSource,
  attached: Ref[],
  completions: ReadonlyMap<Ref, Ref[]>,
): Draft[] => {
  const ref = refOf('pg_constraint', constraint.oid)
  const kind = constraint.type === 'p' || constraint.type === 'u' || constraint.type === 'x' ? constraint.type : null
  if (kind === null || (kind === 'x' && constraint.parent !== 0)) return []
  const index = table.indexes.find(({ oid }) => oid === constraint.index)
  const parts = table.row.partitioned ? attached : []
  return [
    draft(
      {
        ref,
        kind: kinds.get(kind) ?? 'unique',
        identity: `${quoteIdent(constraint.name)} on ${table.relation}`,
        schema: table.row.schema,
        name: constraint.name,
        table: table.relationName,
        phase: 'after',
        // A root's key must find its partitions in place, or attaching them would make keys of other names.
        needs: [refOf('pg_class', table.row.oid), ...parts],
        newer: [
          ...(index?.nullsNotDistinct ? [onlySince(15, 'NULLS NOT DISTINCT')] : []),
          ...(kind === 'x' && table.row.partitioned ? [onlySince(17, 'EXCLUDE on a partitioned table')] : []),
          ...(constraint.period ? [onlySince(18, 'WITHOUT OVERLAPS')] : []),
        ],
        completedBy: kind === 'x' ? [] : (completions.get(ref) ?? []),
      },
      () => {
        const name = quoteIdent(constraint.name)
        const options = storageOptions(index?.options ?? [])
        const indexName = qualified(table.row.schema, constraint.name)
        return [
          `ALTER TABLE ${withParts(kind, table)}${table.relation} ADD CONSTRAINT ${name} ${constraint.definition}`,
          ...(options.length > 0 ? [`ALTER INDEX ${indexName} SET (${options.join(', ')})`] : []),
        ]
      },
    ),
  ]
}

/**
 * The keys of partitions are made by themselves and attached, each by its own name. An exclusion constraint cannot be
 * attached: that of a root makes those of its partitions, and the server names them.
 */
const withParts = (kind: 'p' | 'u' | 'x', { row }: TableSource): string =>
  kind === 'x' && row.partitioned ? '' : 'ONLY '

const notNullDraft = (constraint: ConstraintRow, table: TableSource): Draft =>
  draft(
    {
      ref: refOf('pg_constraint', constraint.oid),
      kind: 'not-null',
      identity: `${quoteIdent(constraint.name)} on ${table.relation}`,
      schema: table.row.schema,
      name: constraint.name,
      table: table.relationName,
      phase: 'after',
      needs: [refOf('pg_class', table.row.oid)],
      newer: [onlySince(18, 'NOT NULL that is not valid yet')],
    },
    () => [`ALTER TABLE ${table.relation} ADD CONSTRAINT ${quoteIdent(constraint.name)} ${constraint.definition}`],
  )
