import { blocker, passed } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

/** Both servers hash a known row alike: else the same rows would look different. */
export function digest({ source, target, config }: Pick<PlanContext, 'source' | 'target' | 'config'>): Finding[] {
  const [from, to] = [source.facts.knownAnswer, target.facts.knownAnswer]
  if (!config.validateData || from === null || to === null) return []
  if (from === to) {
    const title = 'Both servers hash a known row alike.'
    return [passed({ id: 'digest', title, detail: 'Digests of the two can be compared.', evidence: from })]
  }
  return [
    blocker({
      id: 'digest',
      title: 'The servers hash the same row differently.',
      detail: 'Every table would look different from its source. Their processors may order bytes in another way.',
      evidence: `${from} and ${to}`,
      fix: 'Create the migration without validateData: tables are then compared by their numbers of rows.',
    }),
  ]
}
