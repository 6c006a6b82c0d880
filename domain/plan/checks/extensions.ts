import { blocker, passed } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quoted } from '../table-name'

/** Every database has this one. */
const fromTheStart = 'plpgsql'

/** Extensions that the chosen tables need: there, or to be installed by this role. */
export function extensions({ target, carried }: Pick<PlanContext, 'target' | 'carried'>): Finding[] {
  const wanted = carried.objects.flatMap(({ kind, name }) =>
    kind === 'extension' && name !== fromTheStart ? [name] : [],
  )
  if (wanted.length === 0) return []
  const found = wanted.flatMap((name) => finding(name, target.facts))
  if (found.length > 0) return found
  const title = 'The target has, or can install, the extensions.'
  return [
    passed({
      id: 'extensions',
      title,
      detail: 'Types and functions of theirs are there before the tables.',
      evidence: wanted.join(', '),
    }),
  ]
}

function finding(name: string, facts: PlanContext['target']['facts']): Finding[] {
  const extension = facts.extensions.find((each) => each.name === name)
  if (extension === undefined) {
    return [
      blocker({
        id: `extension:${name}`,
        title: `The target’s server has no extension ${name}.`,
        detail: 'Some of the chosen tables need it.',
        evidence: 'not in pg_available_extensions',
        fix: 'Install its package on the server, or leave the tables out that need it.',
      }),
    ]
  }
  if (extension.installed || facts.isSuperuser || (extension.trusted && facts.canCreateSchemas)) return []
  return [
    blocker({
      id: `extension:${name}`,
      title: `${facts.role} may not install the extension ${name} in the target.`,
      detail: 'Some of the chosen tables need it.',
      evidence: extension.trusted ? 'CREATE on the database is missing' : 'only a superuser may',
      fix: 'Let a superuser of the target run the statement.',
      sql: `CREATE EXTENSION ${quoted(name)};`,
    }),
  ]
}
