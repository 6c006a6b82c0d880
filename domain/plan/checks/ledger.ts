import { blocker, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable } from '../table-name'

/** Receipts live in the target, in the same transaction as the rows: without a place for them nothing is written. */
export function ledger({ target }: Pick<PlanContext, 'target'>) {
  const { role, database, canCreateSchemas, ledger: facts } = target.facts
  const name = quoted(facts.schema)
  if (facts.exists && !facts.isOurs) {
    return [
      blocker({
        id: 'ledger-name',
        title: `The target has a schema ${facts.schema} that is not Godwit’s.`,
        detail: 'Receipts of what was written are kept in a schema of this name.',
        fix: 'Rename that schema, or choose another target database.',
        sql: `ALTER SCHEMA ${name} RENAME TO "new_name";`,
      }),
    ]
  }
  const statements = [
    ...(facts.exists || canCreateSchemas ? [] : [`GRANT CREATE ON DATABASE ${quoted(database)} TO ${quoted(role)};`]),
    ...(facts.lacksOnSchema.length === 0
      ? []
      : [`GRANT ${facts.lacksOnSchema.join(', ')} ON SCHEMA ${name} TO ${quoted(role)};`]),
    ...facts.closedTables.map(
      (table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE ${quotedTable(table)} TO ${quoted(role)};`,
    ),
  ]
  const detail = `Each chunk leaves one in the schema ${facts.schema}, in the same transaction as its rows.`
  if (statements.length === 0) {
    return [passed({ id: 'ledger', title: 'The target has a place for the receipts.', detail })]
  }
  return [
    blocker({
      id: 'ledger',
      title: `${role} cannot keep receipts in the target.`,
      detail: `${detail} Nothing is written without.`,
      evidence: facts.exists
        ? `rights on the schema ${facts.schema} are missing`
        : `there is no schema ${facts.schema}, and CREATE on the database is missing`,
      fix: 'Let the owner run the statement.',
      sql: statements.join('\n'),
    }),
  ]
}
