import { passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

/** What could end the snapshot of a run before its end: a standby that follows its primary, or a server that lets snapshots get too old. */
export function snapshotLife({ source }: Pick<PlanContext, 'source'>): Finding[] {
  return [standby(source), ...threshold(source)]
}

function standby({ catalog, facts }: PlanContext['source']): Finding {
  if (!catalog.server.isReplica) {
    const title = 'The source is a primary server.'
    return passed({ id: 'source-primary', title, detail: 'Its snapshot lives as long as the run needs it.' })
  }
  const { lagSeconds = null, feedback = false, maxDelayMs = null } = facts.standby ?? {}
  const told = [
    lagSeconds === null ? 'lag not known' : `${lagSeconds} s behind`,
    `hot_standby_feedback ${feedback ? 'on' : 'off'}`,
    ...(maxDelayMs === null
      ? []
      : [`max_standby_streaming_delay ${maxDelayMs < 0 ? '-1' : `${maxDelayMs / 1_000} s`}`]),
  ]
  return warning({
    id: 'source-standby',
    title: 'The source is a standby.',
    detail:
      'Rows are those that it has by now; and it may end the snapshot in order to follow its primary: the run then takes a new one.',
    evidence: told.join(', '),
    fix: 'Switch hot_standby_feedback on and set max_standby_streaming_delay to -1 for the time of the run, or read from the primary.',
    sql: `ALTER SYSTEM SET hot_standby_feedback = on;\nALTER SYSTEM SET max_standby_streaming_delay = -1;\nSELECT pg_reload_conf();`,
  })
}

function threshold({ facts: { snapshotThresholdMinutes: minutes } }: PlanContext['source']): Finding[] {
  if (minutes === null) return []
  return [
    warning({
      id: 'snapshot-threshold',
      title: 'The source lets snapshots get too old.',
      detail: 'Where rows change meanwhile, a run that takes longer is refused with “snapshot too old”.',
      evidence: `old_snapshot_threshold = ${minutes} min`,
      fix: 'Set old_snapshot_threshold to -1 and restart the source, or keep the run shorter.',
      sql: 'ALTER SYSTEM SET old_snapshot_threshold = -1;',
    }),
  ]
}
