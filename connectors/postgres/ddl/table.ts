import { quoteIdent } from '../identifiers'
import { type ColumnRow, columnClause, columnSettings, storageOptions } from './column'
import type { ConstraintRow } from './constraint-rows'
import { type Draft, draft, type Ref, refOf } from './draft'
import { onlySince, storageOptionSince } from './newer'
import { newerOptions, tableFeatures } from './table-features'
import type { Relations, TableSource } from './table-source'

/**
 * The tables, each without what comes later: keys, indexes, foreign keys. Partitions are made alone and attached
 * (`partition.ts`), so that each keeps the column order that it has.
 */
export const tableDrafts = ({ tables, columns }: Relations): Draft[] =>
  tables.map((table) => {
    const { row, relation, relationName } = table
    const ref = refOf('pg_class', row.oid)
    const checks = inlineChecks(table)
    return draft(
      {
        ref,
        kind: 'table',
        identity: relation,
        schema: row.schema,
        name: row.name,
        table: relationName,
        phase: 'before',
        needs: [
          refOf('pg_namespace', row.nsp),
          ...table.sequences.filter(({ identity }) => !identity).map(({ oid }) => refOf('pg_class', oid)),
        ],
        // What a table that is made alone has from its parents, it gets when it is joined to them.
        ignores: table.bornInherited ? [] : table.parents.map(({ parent }) => refOf('pg_class', parent)),
        alsoKnownAs: [
          ...table.columns.flatMap(({ defaultOid }) => (defaultOid ? [refOf('pg_attrdef', defaultOid)] : [])),
          ...table.constraints.filter(({ type }) => type === 'n').map(({ oid }) => refOf('pg_constraint', oid)),
        ],
        pieces: [...defaultPieces(table, ref), ...checks.map((check) => checkDraft(check, table, ref))],
        newer: tableFeatures(table),
      },
      (apart) => [
        createTable(table, checks, apart),
        ...newerOptions(table),
        ...table.columns.flatMap((column) => columnSettings(`ALTER TABLE ONLY ${relation}`, column)),
        ...inheritedDifferences(table, columns, apart),
        ...table.sequences.filter(({ identity }) => !identity).map((sequence) => ownedBy(sequence, relation)),
        ...(row.ofType ? [`ALTER TABLE ${relation} OF ${row.ofType}`] : []),
      ],
    )

    function defaultPieces(source: TableSource, needed: Ref): Draft[] {
      return source.columns.filter(hasDefault).map(({ name, default: expression, defaultOid }) =>
        draft(
          {
            ref: refOf('pg_attrdef', defaultOid ?? 0),
            kind: 'default',
            identity: `${relation}.${quoteIdent(name)}`,
            schema: row.schema,
            name,
            table: relationName,
            phase: 'before',
            needs: [needed],
          },
          () => [`ALTER TABLE ONLY ${relation} ALTER COLUMN ${quoteIdent(name)} SET DEFAULT ${expression}`],
        ),
      )
    }
  })

const hasDefault = ({ default: expression, generated }: ColumnRow) => expression !== null && generated === ''

/** Checks that hold for every row and that no parent brings. */
const inlineChecks = ({ constraints, bornInherited }: TableSource): ConstraintRow[] =>
  constraints.filter(({ type, validated, local }) => type === 'c' && validated && (local || !bornInherited))

/** A check as a statement of its own. Without ONLY: children take it over, or merge it with the one they have. */
export const checkDraft = (check: ConstraintRow, table: TableSource, tableRef: Ref): Draft =>
  draft(
    {
      ref: refOf('pg_constraint', check.oid),
      kind: 'check',
      identity: `${quoteIdent(check.name)} on ${table.relation}`,
      schema: table.row.schema,
      name: check.name,
      table: table.relationName,
      phase: check.validated ? 'before' : 'after',
      needs: [tableRef],
      newer: check.enforced ? [] : [onlySince(18, 'NOT ENFORCED')],
    },
    () => [`ALTER TABLE ${table.relation} ADD CONSTRAINT ${quoteIdent(check.name)} ${check.definition}`],
  )

const createTable = (table: TableSource, checks: ConstraintRow[], apart: ReadonlySet<Ref>): string => {
  const { row, relation, parents, bornInherited } = table
  const notNulls = new Map(
    table.constraints
      .filter(({ type, local }) => type === 'n' && (local || !bornInherited))
      .map((constraint) => [constraint.attnums[0], constraint]),
  )
  const columns = table.columns.filter(({ local }) => local || !bornInherited)
  const clauses = [
    ...columns.map((column) =>
      columnClause(column, {
        tableName: row.name,
        sequence: table.sequences.find(({ identity, ownerAttnum }) => identity && ownerAttnum === column.attnum),
        notNull: notNulls.get(column.attnum),
        withoutDefault: column.defaultOid !== null && apart.has(refOf('pg_attrdef', column.defaultOid)),
      }),
    ),
    ...checks
      .filter(({ oid }) => !apart.has(refOf('pg_constraint', oid)))
      .map(({ name, definition }) => `CONSTRAINT ${quoteIdent(name)} ${definition}`),
  ]
  const old = (option: string) => storageOptionSince(option) === undefined
  const options = [
    ...storageOptions(row.options.filter(old)),
    ...storageOptions(row.toastOptions.filter(old), 'toast.'),
  ]
  const fits = parents.map(({ schema, name }) => `${quoteIdent(schema)}.${quoteIdent(name)}`)
  return [
    `CREATE ${row.unlogged && !row.partitioned ? 'UNLOGGED ' : ''}TABLE ${relation} (`,
    clauses.map((clause) => `  ${clause}`).join(',\n'),
    ')',
    ...(bornInherited ? [`INHERITS (${fits.join(', ')})`] : []),
    ...(row.partitionKey ? [`PARTITION BY ${row.partitionKey}`] : []),
    ...(row.accessMethod ? [`USING ${quoteIdent(row.accessMethod)}`] : []),
    ...(options.length > 0 ? [`WITH (${options.join(', ')})`] : []),
  ].join('\n')
}

/** Where a child's column differs from what it inherits, although it does not declare the column itself. */
const inheritedDifferences = (
  table: TableSource,
  columnsOf: Relations['columns'],
  apart: ReadonlySet<Ref>,
): string[] => {
  if (!table.bornInherited) return []
  return table.columns
    .filter(({ local, generated }) => !local && generated === '')
    .flatMap((column) => {
      const alter = `ALTER TABLE ONLY ${table.relation} ALTER COLUMN ${quoteIdent(column.name)}`
      const inherited = table.parents.flatMap(
        ({ parent }) => columnsOf.get(parent)?.filter(({ name }) => name === column.name) ?? [],
      )
      const same = inherited.every((other) => other.default === column.default)
      const separate = column.defaultOid !== null && apart.has(refOf('pg_attrdef', column.defaultOid))
      const notNull = table.constraints.find(({ type, attnums }) => type === 'n' && attnums[0] === column.attnum)
      return [
        ...(same || separate
          ? []
          : [column.default === null ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${column.default}`]),
        ...(column.notNull && (notNull?.local || !inherited.some((other) => other.notNull))
          ? [`${alter} SET NOT NULL`]
          : []),
      ]
    })
}

const ownedBy = ({ schema, name, ownedBy: owner }: TableSource['sequences'][number], relation: string): string =>
  `ALTER SEQUENCE ${quoteIdent(schema)}.${quoteIdent(name)} OWNED BY ${owner ? `${relation}.${quoteIdent(owner.column)}` : 'NONE'}`
