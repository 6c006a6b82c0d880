import { blocker, listed, passed } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted } from '../table-name'

/** Roles that policies and the like name: they belong to the server and are not carried. */
export function roles({ target, reconciled }: Pick<PlanContext, 'target' | 'reconciled'>) {
  const missing = new Set(target.facts.missingRoles)
  const naming = reconciled.steps.filter((step) => step.roles.length > 0)
  if (naming.length === 0) return []
  const wanted = [...new Set(naming.flatMap((step) => step.roles))].filter((role) => missing.has(role)).sort()
  if (wanted.length === 0) {
    const title = 'The target has the roles that definitions name.'
    return [passed({ id: 'roles', title, detail: 'Roles belong to the server and are not carried.' })]
  }
  return wanted.map((role) =>
    blocker({
      id: `role:${role}`,
      title: `The target’s server has no role ${role}.`,
      detail: 'Definitions that are carried name it.',
      evidence: listed(naming.filter((step) => step.roles.includes(role)).map(({ identity }) => identity)),
      fix: 'Create the role in the target, with whatever rights it should have there.',
      sql: `CREATE ROLE ${quoted(role)};`,
    }),
  )
}
