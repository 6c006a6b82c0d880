import { blocker, counted, listed, passed } from '../finding'
import type { TablePair } from '../pair-tables'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable, sameTable, tableTitle } from '../table-name'

type Needs = Pick<PlanContext, 'target' | 'pairs' | 'reconciled'>

/** The target's role may make what the plan makes, and fill what it fills. */
export function targetPrivileges(context: Needs): Finding[] {
  const found = [
    ...schemasToMake(context),
    ...schemasToUse(context),
    ...tablesToFill(context),
    ...tablesToReference(context),
    ...sequencesToSet(context),
  ]
  if (found.length > 0) return found
  const title = `${context.target.facts.role} may make and fill what the plan needs.`
  return [passed({ id: 'target-privileges', title, detail: 'CREATE on the schemas, INSERT on the tables that exist.' })]
}

function schemasToMake({ target, reconciled }: Needs): Finding[] {
  const schemas = reconciled.steps.filter(({ kind }) => kind === 'schema')
  if (schemas.length === 0 || target.facts.canCreateSchemas) return []
  const { role, database } = target.facts
  return [
    blocker({
      id: 'target-create-schema',
      title: `${role} may not create schemas in the target.`,
      detail: `The plan makes ${counted(schemas.length, 'schema')}.`,
      evidence: listed(schemas.map(({ name }) => name)),
      fix: 'Let the owner of the database run the statement.',
      sql: `GRANT CREATE ON DATABASE ${quoted(database)} TO ${quoted(role)};`,
    }),
  ]
}

/** Schemas that exist: USAGE wherever the plan does something, CREATE where it makes something. */
function schemasToUse({ target, pairs, reconciled }: Needs): Finding[] {
  const makesIn = new Set(
    reconciled.steps.flatMap(({ kind, schema }) => (schema === null || kind === 'schema' ? [] : [schema])),
  )
  const usesIn = new Set([...makesIn, ...pairs.map(({ source }) => source.schema)])
  return target.facts.schemas.flatMap(({ name, exists, canUse, canCreate }) => {
    const needs = [
      ...(usesIn.has(name) && !canUse ? ['USAGE'] : []),
      ...(makesIn.has(name) && !canCreate ? ['CREATE'] : []),
    ]
    if (!exists || needs.length === 0) return []
    const { role } = target.facts
    return [
      blocker({
        id: `target-schema:${name}`,
        title: `${role} lacks ${needs.join(' and ')} on the schema ${name} of the target.`,
        detail: 'Tables could not be made or filled there.',
        evidence: needs.join(', '),
        fix: 'Let the owner of the schema run the statement.',
        sql: `GRANT ${needs.join(', ')} ON SCHEMA ${quoted(name)} TO ${quoted(role)};`,
      }),
    ]
  })
}

/** SELECT for the comparison of digests, DELETE for taking rows back when a run starts a table again. */
function tablesToFill({ target, pairs }: Needs): Finding[] {
  const { role } = target.facts
  return pairs.flatMap((pair) => {
    const missing = pair.presence === 'exists' && pair.source.leaf ? missingRights(pair) : []
    if (missing.length === 0) return []
    return [
      blocker({
        id: `target-table:${tableTitle(pair.source)}`,
        title: `${role} lacks ${missing.join(', ')} on ${tableTitle(pair.source)} in the target.`,
        detail: 'Rows are inserted, compared, and taken back when a table starts again.',
        evidence: missing.join(', '),
        fix: 'Let the owner of the table run the statement.',
        sql: `GRANT ${missing.join(', ')} ON TABLE ${quotedTable(pair.source)} TO ${quoted(role)};`,
        table: pair.source,
      }),
    ]
  })
}

function missingRights({ facts, writeMode: { mode } }: TablePair): string[] {
  if (facts === null) return []
  const { canSelect, canInsert, canDelete, canUpdate, canTruncate } = facts
  return [
    ...(canSelect ? [] : ['SELECT']),
    ...(canInsert ? [] : ['INSERT']),
    ...(canDelete ? [] : ['DELETE']),
    ...(canUpdate || mode !== 'upsert' ? [] : ['UPDATE']),
    ...(canTruncate || mode !== 'truncate' ? [] : ['TRUNCATE']),
  ]
}

/** Sequences that exist and are set to follow the rows. */
function sequencesToSet({ target, reconciled }: Needs): Finding[] {
  const { role, closedSequences } = target.facts
  const closed = reconciled.steps.flatMap(({ kind, schema, name }) => {
    if (kind !== 'sequence-value' || schema === null) return []
    return closedSequences.filter((sequence) => sameTable(sequence, { schema, name }))
  })
  if (closed.length === 0) return []
  return [
    blocker({
      id: 'target-sequences',
      title: `${role} may not set ${counted(closed.length, 'sequence')} of the target.`,
      detail: 'They would give out numbers that are taken by then.',
      evidence: listed(closed.map(tableTitle)),
      fix: 'Let the owner of the sequences run the statement.',
      sql: closed
        .map((sequence) => `GRANT SELECT, UPDATE ON SEQUENCE ${quotedTable(sequence)} TO ${quoted(role)};`)
        .join('\n'),
    }),
  ]
}

/** A new table's foreign key to a table that exists needs a right on that one. */
function tablesToReference({ target, pairs }: Needs): Finding[] {
  const made = pairs.filter(({ presence }) => presence !== 'exists')
  const referenced = (pair: TablePair) =>
    made.some(({ source }) =>
      source.foreignKeys.some(
        ({ references: { schema, table } }) => schema === pair.source.schema && table === pair.source.name,
      ),
    )
  return pairs
    .filter((pair) => pair.presence === 'exists' && pair.facts?.canReference === false && referenced(pair))
    .map(({ source }) =>
      blocker({
        id: `target-references:${tableTitle(source)}`,
        title: `${target.facts.role} may not point foreign keys to ${tableTitle(source)} in the target.`,
        detail: 'A table that the run makes has one.',
        evidence: 'REFERENCES',
        fix: 'Let the owner of the table run the statement.',
        sql: `GRANT REFERENCES ON TABLE ${quotedTable(source)} TO ${quoted(target.facts.role)};`,
        table: source,
      }),
    )
}
