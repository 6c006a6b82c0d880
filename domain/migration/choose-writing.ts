import { setWriteChoices } from '../plan/set-write-choices'
import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import type { PersonCommand } from './commands'
import { type Decision, nothing } from './decision'
import { illegal } from './illegal'
import type { MigrationSnapshot } from './snapshot'
import { lifecycle } from './state'

/** So many of the chosen tables are named in the event; the mapping's version holds all of them. */
const told = 20

/** Once a run has written by one choice, its rows stand there: another choice would be about other rows. */
export const writingIsFixed = 'A run has written by the plan: create a new migration to write in another way.'

/**
 * Chooses how rows are written into tables that exist. The choice is part of the mapping, whose next version the migration goes by from
 * then on; the plan is made again. What is chosen already changes nothing.
 */
export function chooseWriting(
  s: MigrationSnapshot,
  c: Extract<PersonCommand, { type: 'chooseWriting' }>,
): Result<Decision, Refusal> {
  const { plan } = s
  const cell = lifecycle[s.state].plan
  if (cell.kind !== 'to') return illegal(s, 'plan', cell.kind === 'no' ? cell.wayOn : 'Wait until the plan is ready.')
  if (s.run !== null) return illegal(s, 'plan', writingIsFixed)
  if (plan === null)
    return refuse('illegal-state', `“${s.name}” is ${s.state}: there is no plan to review.`, 'Plan it first.')
  if (plan.hash !== c.planHash)
    return refuse('stale', 'There is a newer plan.', 'Look at the new plan, then choose again.')
  const mapping = setWriteChoices(c.mapping, c.choices)
  if (JSON.stringify(mapping.write?.tables) === JSON.stringify(c.mapping.write?.tables)) return ok(nothing)
  const tables = c.choices.length
  const choices = c.choices.slice(0, told).map(({ table, choice }) => ({ table, choice }))
  return ok({
    ...nothing,
    patch: { state: 'Planning', stateReason: null, isRetry: false },
    mapping,
    events: [{ type: 'WritingChosen', data: { planHash: plan.hash, tables, choices } }],
    jobs: [{ name: 'plan', data: { migrationId: s.id } }],
    audit: {
      action: 'migration.chooseWriting',
      reason: null,
      before: { state: s.state, planHash: plan.hash },
      after: { state: 'Planning', tables, choices },
    },
  })
}
