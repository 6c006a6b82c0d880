import { warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

/** A target whose durable commits wait for other servers. */
export function targetSynchronous({ target }: Pick<PlanContext, 'target'>): Finding[] {
  const standbys = target.facts.synchronousStandbys
  if (standbys.trim() === '') return []
  return [
    warning({
      id: 'target-synchronous',
      title: 'Commits of the target wait for its standbys.',
      detail:
        'Chunks do not wait, but each step of definition does: it stands still where no standby answers. The standbys get all rows, and may fall behind.',
      evidence: `synchronous_standby_names = ${standbys}`,
      fix: 'Make sure that the standbys keep up, and have room for the rows.',
    }),
  ]
}
