import type { CatalogServer } from '../../catalog/catalog'
import { blocker, passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** Major versions that Godwit is tested with. */
const oldest = 14
const newest = 18
const major = ({ versionNum }: CatalogServer) => Math.floor(versionNum / 10_000)

/** Both servers on the tested matrix, and the target no older than the source. */
export function versions({ source, target }: Pick<PlanContext, 'source' | 'target'>) {
  const [from, to] = [source.catalog.server, target.catalog.server]
  const findings = [
    ...each('source', from),
    ...each('target', to),
    ...(major(to) < major(from)
      ? [
          warning({
            id: 'target-older',
            title: 'The target is older than the source.',
            detail:
              'What it cannot hold stays behind and is named in this plan; a function or view whose text needs the newer version is refused when it is made.',
            evidence: `${from.versionText} to ${to.versionText}`,
            fix: 'Migrate to a server of the same version or a newer one.',
          }),
        ]
      : []),
  ]
  if (findings.length > 0) return findings
  return [
    passed({
      id: 'versions',
      title: 'Both servers are of versions that Godwit is tested with.',
      detail: 'Rows and definitions mean the same on both.',
      evidence: `${from.versionText} to ${to.versionText}`,
    }),
  ]
}

function each(end: 'source' | 'target', server: CatalogServer) {
  if (major(server) < oldest) {
    return [
      blocker({
        id: `version:${end}`,
        title: `The ${end} is older than PostgreSQL ${oldest}.`,
        detail: 'Its catalogs lack what Godwit reads.',
        evidence: server.versionText,
        fix: `Upgrade the ${end} to PostgreSQL ${oldest} or newer.`,
      }),
    ]
  }
  if (major(server) <= newest) return []
  return [
    warning({
      id: `version:${end}`,
      title: `The ${end} is newer than PostgreSQL ${newest}.`,
      detail: 'Godwit is not tested with it: kinds of things that are new there may stay behind without being named.',
      evidence: server.versionText,
      fix: 'Compare both databases after the run.',
    }),
  ]
}
