import { blocker } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted, tableTitle } from '../table-name'

/** Target tables that another migration is writing to: two writers could not tell whose rows are whose. */
export function targetClaims({ target }: Pick<PlanContext, 'target'>): Finding[] {
  const { claims, schema } = target.facts.ledger
  return claims.map(({ table, migrationId, installationId }) =>
    blocker({
      id: `target-claimed:${tableTitle(table)}`,
      title: `Another migration writes to ${tableTitle(table)} in the target.`,
      detail: 'Only one migration at a time writes to a table, so that each knows its own rows.',
      evidence: `migration ${migrationId} of the Godwit installation ${installationId}`,
      fix: 'Wait until it has ended, or cancel it; then plan again. Only where its Godwit is gone for good, run the statement.',
      sql: `DELETE FROM ${quoted(schema)}.target_claim WHERE migration = '${migrationId}';`,
      table,
    }),
  )
}
