import { blocker } from '../finding'
import type { PlanContext } from '../plan-context'

type Ends = Pick<PlanContext, 'source' | 'target'>

/**
 * Are both ends one database, whatever their host names? By the cluster's identifier where both roles may see it, else
 * by the moment the server started, which is known to the microsecond; and by the database's OID.
 */
export function isSameDatabase({ source, target }: Ends): boolean {
  return source.facts.identity.databaseOid === target.facts.identity.databaseOid && isSameServer({ source, target })
}

/** Do both ends take sessions from one server? */
export function isSameServer({ source, target }: Ends): boolean {
  const [a, b] = [source.catalog.server.systemIdentifier, target.catalog.server.systemIdentifier]
  // A standby bears its primary's identifier, and started at another moment.
  if (a !== null && b !== null && a !== b) return false
  return source.facts.identity.serverStartedAt === target.facts.identity.serverStartedAt
}

export function sameDatabase(context: Ends) {
  if (!isSameDatabase(context)) return []
  const { database, systemIdentifier } = context.source.catalog.server
  return [
    blocker({
      id: 'same-database',
      title: 'Source and target are the same database.',
      detail: 'Rows would be copied onto themselves.',
      evidence: `database ${database}${systemIdentifier === null ? '' : ` of cluster ${systemIdentifier}`}`,
      fix: 'Choose another connection as the target, or as the source.',
    }),
  ]
}
