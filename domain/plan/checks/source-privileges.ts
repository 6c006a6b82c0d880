import type { CatalogSequence } from '../../catalog/catalog'
import { blocker, counted, listed, passed } from '../finding'
import type { Finding, TableRef } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable, sameTable, tableTitle } from '../table-name'

type Needs = Pick<PlanContext, 'source' | 'carried' | 'pairs'>

/** The source's role may read every chosen table and the position of every sequence that goes along. */
export function sourcePrivileges(context: Needs): Finding[] {
  const { source } = context
  const { role, closedSchemas, tables, closedSequences } = source.facts
  const to = `TO ${quoted(role)};`
  const closed = tables.filter(({ canSelect }) => !canSelect).map(({ table }) => table)
  const sequences = closedSequences.filter((sequence) => isWanted(sequence, source.catalog.sequences, context))
  const found: Finding[] = []
  if (closedSchemas.length > 0) {
    found.push(
      blocker({
        id: 'source-usage',
        title: `${role} may not enter ${counted(closedSchemas.length, 'schema')} of the source.`,
        detail: 'Nothing in them can be read.',
        evidence: listed(closedSchemas),
        fix: 'Let the owner of the schema run the statement.',
        sql: closedSchemas.map((schema) => `GRANT USAGE ON SCHEMA ${quoted(schema)} ${to}`).join('\n'),
      }),
    )
  }
  if (closed.length > 0) {
    found.push(
      blocker({
        id: 'source-select',
        title: `${role} may not read ${counted(closed.length, 'table')} of the source.`,
        detail: 'Their rows could not be copied.',
        evidence: listed(closed.map(tableTitle)),
        fix: 'Let the owner of the tables run the statement, or leave them out of the mapping.',
        sql: closed.map((table) => `GRANT SELECT ON TABLE ${quotedTable(table)} ${to}`).join('\n'),
      }),
    )
  }
  if (sequences.length > 0) {
    found.push(
      blocker({
        id: 'source-sequences',
        title: `${role} may not read ${counted(sequences.length, 'sequence')} of the source.`,
        detail: 'Without its position the target would give out numbers that are taken.',
        evidence: listed(sequences.map(tableTitle)),
        fix: 'Let the owner of the sequences run the statement.',
        sql: sequences.map((sequence) => `GRANT SELECT ON SEQUENCE ${quotedTable(sequence)} ${to}`).join('\n'),
      }),
    )
  }
  if (found.length > 0) return found
  const title = `${role} may read every chosen table.`
  return [passed({ id: 'source-privileges', title, detail: 'SELECT on the tables, USAGE on their schemas.' })]
}

/** One that serves a chosen table, or that goes along by itself. */
function isWanted(sequence: TableRef, all: readonly CatalogSequence[], { carried, pairs }: Needs): boolean {
  const owner = all.find((each) => sameTable(each, sequence))?.ownedBy
  if (owner) return pairs.some(({ source }) => sameTable(source, { schema: owner.schema, name: owner.table }))
  return carried.objects.some(
    ({ kind, schema, name }) => kind === 'sequence' && schema !== null && sameTable({ schema, name }, sequence),
  )
}
