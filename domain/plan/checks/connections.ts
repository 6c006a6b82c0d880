import type { ConnectionBudget } from '../facts'
import { blocker, passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { isSameServer } from './same-database'

/** Beside one for each lane: the snapshot's keeper or the ledger's session, and one to control. */
const beside = 2
/** One lane must fit. */
const least = beside + 1

type Needs = Pick<PlanContext, 'source' | 'target' | 'config'>

/** Sessions that the lanes need, against those that each server still takes. */
export function connections({ source, target, config }: Needs): Finding[] {
  // The two ends share the budget of one server, each its own limits of role and database.
  const share = isSameServer({ source, target }) ? 2 : 1
  const findings = [
    finding('source', source.facts.connections, config.maxThreads, share),
    finding('target', target.facts.connections, config.maxThreads, share),
  ]
  return findings
}

function finding(end: 'source' | 'target', budget: ConnectionBudget, maxThreads: number, share: number): Finding {
  const free = freeSessions(budget, share)
  const needed = maxThreads + beside
  const shared = share > 1 ? ', both ends on one server' : ''
  const evidence = `${needed} needed, ${free} free of ${budget.max} (${budget.used} used, ${budget.reserved} reserved${shared})`
  const id = `connections:${end}` as const
  if (free < least) {
    return blocker({
      id,
      title: `The ${end} has no sessions left for a migration.`,
      detail: `Even one lane needs ${least}.`,
      evidence,
      fix: 'End other sessions, or raise max_connections or the limit of the role or the database.',
    })
  }
  if (free < needed) {
    return warning({
      id,
      title: `The ${end} has fewer free sessions than the lanes need.`,
      detail: 'Lanes that find none wait for one, and other programs may be refused meanwhile.',
      evidence,
      fix: `Set maxThreads to ${free - beside} or less, or free some sessions.`,
    })
  }
  const title = `The ${end} has sessions for all lanes.`
  return passed({ id, title, detail: `${maxThreads} lanes and ${beside} beside them.`, evidence })
}

/** The tightest of what the server, the role and the database still take. */
export function freeSessions({ max, reserved, used, role, database }: ConnectionBudget, share: number): number {
  const limits = [
    Math.floor((max - reserved - used) / share),
    ...(role === null ? [] : [role.limit - role.used]),
    ...(database === null ? [] : [database.limit - database.used]),
  ]
  return Math.max(0, Math.min(...limits))
}
