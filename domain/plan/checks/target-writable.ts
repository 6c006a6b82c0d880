import { blocker, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted } from '../table-name'

/** The target takes writes. */
export function targetWritable({ target }: Pick<PlanContext, 'target'>) {
  const { server } = target.catalog
  if (server.isReplica) {
    return [
      blocker({
        id: 'target-standby',
        title: 'The target is a standby and takes no writes.',
        detail: 'It follows another server.',
        evidence: 'pg_is_in_recovery() is true',
        fix: 'Connect to its primary server.',
      }),
    ]
  }
  if (target.facts.isReadOnly) {
    return [
      blocker({
        id: 'target-read-only',
        title: 'The target is set to read-only.',
        detail: 'The server, the database or the role says so.',
        evidence: 'default_transaction_read_only = on',
        fix: 'Allow writes to this database before the migration.',
        sql: `ALTER DATABASE ${quoted(target.facts.database)} SET default_transaction_read_only = off;`,
      }),
    ]
  }
  const title = 'The target takes writes.'
  return [passed({ id: 'target-writable', title, detail: 'It is a primary server and not set to read-only.' })]
}
