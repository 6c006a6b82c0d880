import { type Refusal, refuse } from '../refusal'
import type { Result } from '../result'
import type { Decision } from './decision'
import type { MigrationSnapshot } from './snapshot'
import type { LifecycleAction } from './state'

/** A refusal by the lifecycle: what it is now, since when and by whom, and the way on. */
export function illegal(
  snapshot: MigrationSnapshot,
  action: LifecycleAction,
  wayOn: string,
): Result<Decision, Refusal> {
  const since =
    snapshot.lastChange === null
      ? ''
      : ` It became so by ${snapshot.lastChange.by} at ${snapshot.lastChange.at.toISOString()}.`
  return refuse(
    'illegal-state',
    `“${snapshot.name}” is ${snapshot.state}: ${verb[action]} is not possible now.${since}`,
    wayOn,
  )
}

const verb: Record<LifecycleAction, string> = {
  plan: 'planning',
  start: 'starting',
  pause: 'pausing',
  resume: 'resuming',
  cancel: 'cancelling',
  updateConfig: 'changing settings',
  retry: 'retrying',
  rollback: 'rolling back',
  validate: 'validating',
  accept: 'accepting',
}
