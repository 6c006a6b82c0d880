import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** A publication of all tables takes in new ones by itself, the ledger’s too. */
export function publications({ target }: Pick<PlanContext, 'target'>) {
  const names = target.facts.publicationsOfAll
  if (names.length === 0) return []
  return [
    warning({
      id: 'publications',
      title: 'The target publishes all of its tables.',
      detail:
        'Subscribers would get the copied rows and Godwit’s receipts, and rows of tables without a key could not be taken back.',
      evidence: listed(names),
      fix: 'Publish the tables by name for the time of the migration.',
    }),
  ]
}
