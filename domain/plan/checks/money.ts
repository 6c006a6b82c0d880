import { isMoney } from '../binary-types'
import { blocker, listed } from '../finding'
import type { PlanContext } from '../plan-context'
import { tableTitle } from '../table-name'

/** `money` is a number whose meaning is the server's lc_monetary. */
export function money({ matched, source, target }: Pick<PlanContext, 'matched' | 'source' | 'target'>) {
  const [from, to] = [source.facts.moneyLocale, target.facts.moneyLocale]
  const tables = matched.filter((table) => table.source.columns.some(isMoney))
  if (from === to || tables.length === 0) return []
  return [
    blocker({
      id: 'money-locale',
      title: 'Amounts of type money would change their meaning.',
      detail: 'The two databases write money by different locales.',
      evidence: `lc_monetary ${from} to ${to}: ${listed(tables.map((table) => tableTitle(table.source)))}`,
      fix: 'Give the target database the same lc_monetary.',
      sql: `ALTER DATABASE "${target.facts.database.replaceAll('"', '""')}" SET lc_monetary = '${from.replaceAll("'", "''")}';`,
    }),
  ]
}
