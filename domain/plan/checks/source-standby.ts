import { passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** A standby can be read, but may end a long read to follow its primary. */
export function sourceStandby({ source }: Pick<PlanContext, 'source'>) {
  if (!source.catalog.server.isReplica) {
    const title = 'The source is a primary server.'
    return [passed({ id: 'source-primary', title, detail: 'Its snapshot lives as long as the run needs it.' })]
  }
  return [
    warning({
      id: 'source-standby',
      title: 'The source is a standby.',
      detail: 'It may end the snapshot in order to follow its primary; the run then starts its tables again.',
      evidence: 'pg_is_in_recovery() is true',
      fix: 'Switch hot_standby_feedback on for the time of the run, or read from the primary.',
    }),
  ]
}
