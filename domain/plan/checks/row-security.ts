import { blocker, listed, passed } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, tableTitle } from '../table-name'

/** Row-level security that hides rows from the role that reads them, or refuses those that it writes. */
export function rowSecurity({ source, target, pairs }: Pick<PlanContext, 'source' | 'target' | 'pairs'>): Finding[] {
  const hidden = source.facts.tables.filter(({ hidesRows }) => hidesRows).map(({ table }) => tableTitle(table))
  const refused = pairs.filter(({ facts, presence }) => presence === 'exists' && facts?.hidesRows === true)
  const found = [
    ...(hidden.length > 0 ? [finding('source', source.facts.role, hidden)] : []),
    ...(refused.length > 0
      ? [
          finding(
            'target',
            target.facts.role,
            refused.map((pair) => tableTitle(pair.source)),
          ),
        ]
      : []),
  ]
  if (found.length > 0) return found
  const title = 'No policy hides a row.'
  return [passed({ id: 'row-security', title, detail: 'The users of both connections see all rows of the tables.' })]
}

function finding(end: 'source' | 'target', role: string, tables: readonly string[]): Finding {
  return blocker({
    id: `row-security:${end}`,
    title: `Row-level security of the ${end} applies to its user.`,
    detail:
      end === 'source' ? 'Rows that a policy hides would be missing.' : 'Rows could be refused, and not be counted.',
    evidence: listed(tables),
    fix: 'Use a role with BYPASSRLS, or the owner of the tables.',
    sql: `ALTER ROLE ${quoted(role)} BYPASSRLS;`,
  })
}
