import { listed, warning } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted } from '../table-name'

/** Functions of the target that run at each statement of definition: they may refuse it, or change what it made. */
export function eventTriggers({ target }: Pick<PlanContext, 'target'>) {
  const found = target.facts.eventTriggers
  if (found.length === 0) return []
  return [
    warning({
      id: 'event-triggers',
      title: 'Event triggers of the target fire while tables are made.',
      detail: 'They may refuse a statement, or add to what it makes.',
      evidence: listed(found.map(({ name, event }) => `${name} (${event})`)),
      fix: 'Disable them for the time of the migration, if they are not meant for it.',
      sql: found.map(({ name }) => `ALTER EVENT TRIGGER ${quoted(name)} DISABLE;`).join('\n'),
    }),
  ]
}
