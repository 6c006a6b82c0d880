import { can } from '../access/policy'
import { writingIsFixed } from './choose-writing'
import type { MigrationSnapshot } from './snapshot'
import { type LifecycleAction, lifecycle } from './state'

/** The actions that this version of Godwit offers: the lifecycle's, what can be done with a row in quarantine, and what is said of a plan. */
export const offeredActions = [
  'plan',
  'start',
  'pause',
  'resume',
  'cancel',
  'updateConfig',
  'retry',
  'accept',
  'skipRejects',
  'replayReject',
  'waive',
  'chooseWriting',
] as const
export type OfferedAction = (typeof offeredActions)[number]

/** Whether an action is possible now, for this actor; where not, why, and what to do. */
export interface AllowedAction {
  readonly action: OfferedAction
  readonly allowed: boolean
  readonly reason: string | null
}

/** What has to be known for it. */
type Looked = Pick<
  MigrationSnapshot,
  'state' | 'intent' | 'level' | 'targetIsProduction' | 'plan' | 'run' | 'inReview' | 'rejects'
>

/**
 * Policy ∩ lifecycle, computed once, on the server; pages render it and never derive it again.
 * An action that would change nothing (pausing what is pausing) is not offered.
 */
export function allowedActions(snapshot: Looked): AllowedAction[] {
  return offeredActions.map((action) => {
    const reason = whyNot(snapshot, action)
    return { action, allowed: reason === null, reason }
  })
}

/** The lifecycle's column that an action is judged by. */
function columnOf(action: OfferedAction): LifecycleAction {
  if (action === 'skipRejects' || action === 'replayReject') return 'accept'
  return action === 'waive' || action === 'chooseWriting' ? 'plan' : action
}

function whyNot(s: Looked, action: OfferedAction): string | null {
  const cell = lifecycle[s.state][columnOf(action)]
  if (cell.kind === 'no') return cell.wayOn
  if (cell.kind === 'same') return `It is ${s.state} already.`
  if (s.intent === 'cancelling' && action !== 'updateConfig') return 'It is being cancelled.'
  if (s.intent === 'pausing' && action === 'pause') return 'It is pausing already.'
  if (s.state === 'Running' && s.intent === 'none' && action === 'resume') return 'It is running.'
  const allowed = can(
    s.level,
    `migration.${action}`,
    action === 'start' && s.targetIsProduction ? 'manager' : undefined,
  )
  if (!allowed.ok) return `${allowed.error.message} ${allowed.error.fix}`
  if (action === 'start') return whyNotStart(s)
  if (action === 'chooseWriting' && s.run !== null) return writingIsFixed
  if (action === 'waive' || action === 'chooseWriting') return s.plan === null ? 'Plan it first.' : null
  if (action === 'accept') return s.inReview || s.rejects.open > 0 ? null : 'Nothing is in quarantine.'
  if (action === 'skipRejects') return s.rejects.open > 0 ? null : 'Nothing is open in quarantine.'
  if (action === 'replayReject') return isKept(s) ? null : 'Nothing is in quarantine.'
  if (action === 'retry') return whyNotRetry(s)
  return null
}

function whyNotStart({ plan }: Pick<MigrationSnapshot, 'plan'>): string | null {
  if (plan === null) return 'Plan it first.'
  const open = plan.findings.filter((f) => f.severity === 'warning' && !plan.acknowledged.includes(f.id)).length
  return open === 0 ? null : `${open} ${open === 1 ? 'warning is' : 'warnings are'} not acknowledged yet.`
}

function whyNotRetry(s: Looked): string | null {
  return s.state !== 'Completed' || isKept(s) ? null : 'Nothing is in quarantine.'
}

const isKept = ({ rejects }: Looked) => rejects.accepted + rejects.skipped + rejects.open > 0
