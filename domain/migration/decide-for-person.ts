import type { Actor } from '../access/actor'
import { can } from '../access/policy'
import { frozenByPlan, type MigrationConfig, migrationConfigSchema } from '../config/schema'
import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import { chooseWriting } from './choose-writing'
import type { PersonCommand } from './commands'
import { accept, replayReject, retry, skipRejects } from './decide-for-quarantine'
import { type Decision, nothing } from './decision'
import { illegal } from './illegal'
import type { MigrationSnapshot } from './snapshot'
import { type LifecycleAction, lifecycle } from './state'
import { waiveFindings } from './waive-findings'

type Decided = Result<Decision, Refusal>

/** Commands about the plan that is reviewed, with conditions of their own. */
type AboutPlan = 'acknowledge' | 'waive' | 'chooseWriting'

/** The lifecycle's column that a command is judged by. */
const columnOf = (type: Exclude<PersonCommand['type'], AboutPlan>): LifecycleAction =>
  type === 'skipRejects' || type === 'replayReject' ? 'accept' : type

/** What a person asks for: policy first (a stranger learns nothing), then the lifecycle, then the command's own conditions. */
export function decideForPerson(
  snapshot: MigrationSnapshot,
  command: PersonCommand,
  actor: Actor,
  now: Date,
): Result<Decision, Refusal> {
  if (actor.kind !== 'system') {
    const raisedTo = command.type === 'start' && snapshot.targetIsProduction ? 'manager' : undefined
    const allowed = can(snapshot.level, `migration.${command.type}`, raisedTo)
    if (!allowed.ok) return allowed
  }
  if (command.type === 'acknowledge') return acknowledge(snapshot, command)
  if (command.type === 'waive') return waiveFindings(snapshot, command)
  if (command.type === 'chooseWriting') return chooseWriting(snapshot, command)
  const column = columnOf(command.type)
  const cell = lifecycle[snapshot.state][column]
  if (cell.kind === 'no') return illegal(snapshot, column, cell.wayOn)
  if (cell.kind === 'same') return ok(nothing)
  return legal[command.type](snapshot, command as never, now)
}

type Legal = {
  [T in Exclude<PersonCommand['type'], AboutPlan>]: (
    s: MigrationSnapshot,
    c: Extract<PersonCommand, { type: T }>,
    now: Date,
  ) => Decided
}

/** What each legal command does; the lifecycle has been asked already. */
const legal: Legal = {
  retry,
  accept,
  skipRejects,
  replayReject,

  plan: (s) =>
    ok({
      ...nothing,
      patch: { state: 'Planning', stateReason: null, isRetry: false },
      events: [{ type: 'MigrationPlanRequested', data: {} }],
      jobs: [{ name: 'plan', data: { migrationId: s.id } }],
      audit: { action: 'migration.plan', reason: null, before: { state: s.state }, after: { state: 'Planning' } },
    }),

  start: (s, c, now) => {
    const { plan } = s
    if (plan === null) return refuse('illegal-state', 'There is no plan.', 'Plan it first.')
    if (plan.hash !== c.planHash)
      return refuse(
        'stale',
        `The plan is ${plan.hash.slice(0, 6)} by now, not ${c.planHash.slice(0, 6)}.`,
        'Look at the new plan, then start that.',
      )
    const open = plan.findings.filter((f) => f.severity === 'warning' && !plan.acknowledged.includes(f.id))
    if (plan.findings.some((f) => f.severity === 'blocker'))
      return refuse('blocked', 'The plan has blockers.', 'Mend them, then plan again.')
    if (open.length > 0)
      return refuse(
        'unacknowledged',
        `${open.length} ${open.length === 1 ? 'warning has' : 'warnings have'} not been acknowledged: ${open.map((f) => f.title).join(' · ')}`,
        'Read each warning and acknowledge it, then start.',
      )
    const number = (s.run?.number ?? 0) + 1
    const epoch = s.epoch + 1
    return ok({
      ...nothing,
      patch: {
        state: 'Running',
        intent: 'none',
        stateReason: null,
        epoch,
        inReview: false,
        isRetry: false,
        startedAt: now,
        completedAt: null,
      },
      run: { kind: 'create', number, planId: plan.id, epoch, isRetry: s.isRetry },
      events: [{ type: 'MigrationStarted', data: { run: number, planHash: plan.hash, reason: c.reason } }],
      jobs: [{ name: 'run', data: { migrationId: s.id } }],
      audit: {
        action: 'migration.start',
        reason: c.reason,
        before: { state: s.state },
        after: { state: 'Running', run: number, planHash: plan.hash },
      },
    })
  },

  pause: (s, c) => {
    if (s.intent === 'pausing') return ok(nothing)
    if (s.intent === 'cancelling') return illegal(s, 'pause', 'It is being cancelled; cancelling wins.')
    return ok({
      ...nothing,
      patch: { intent: 'pausing', stateReason: c.reason },
      events: [{ type: 'MigrationPauseRequested', data: { reason: c.reason } }],
      audit: {
        action: 'migration.pause',
        reason: c.reason,
        before: { intent: s.intent },
        after: { intent: 'pausing' },
      },
    })
  },

  resume: (s, c) => {
    if (s.state === 'Running' && s.intent === 'none') return ok(nothing)
    if (s.intent === 'cancelling') return illegal(s, 'resume', 'It is being cancelled; cancelling wins.')
    const epoch = s.epoch + 1
    const running = s.state === 'Running'
    return ok({
      ...nothing,
      patch: running
        ? { intent: 'none', stateReason: null }
        : { state: 'Running', intent: 'none', stateReason: null, epoch, inReview: false },
      run: running ? null : { kind: 'raise-epoch', epoch, workerId: null },
      events: [{ type: 'MigrationResumed', data: { reason: c.reason, intentCleared: s.intent } }],
      jobs: [{ name: 'run', data: { migrationId: s.id } }],
      audit: {
        action: 'migration.resume',
        reason: c.reason,
        before: { state: s.state, intent: s.intent },
        after: { state: 'Running' },
      },
    })
  },

  cancel: (s, c, now) => {
    const audit = { action: 'migration.cancel', reason: c.reason, before: { state: s.state, intent: s.intent } }
    if (s.state === 'Running') {
      if (s.intent === 'cancelling') return ok(nothing)
      return ok({
        ...nothing,
        patch: { intent: 'cancelling', stateReason: c.reason },
        events: [{ type: 'MigrationCancelRequested', data: { reason: c.reason } }],
        audit: { ...audit, after: { intent: 'cancelling' } },
      })
    }
    return ok({
      ...nothing,
      patch: {
        state: 'Cancelled',
        intent: 'none',
        stateReason: c.reason,
        epoch: s.epoch + 1,
        inReview: false,
        completedAt: now,
      },
      run: openRun(s) ? { kind: 'end', outcome: 'cancelled', reason: c.reason } : null,
      events: [{ type: 'MigrationCancelled', data: { reason: c.reason } }],
      audit: { ...audit, after: { state: 'Cancelled' } },
    })
  },

  updateConfig: (s, c) => {
    if (c.configVersion !== null && c.configVersion !== s.configVersion)
      return refuse(
        'stale',
        'Somebody changed the settings since you read them.',
        'Look at the settings as they are now, then change them again.',
      )
    const given = Object.fromEntries(Object.entries(c.patch).filter(([, value]) => value !== undefined))
    // Both through the schema: what was stored comes back with its keys in another order, which is no change.
    const stored = migrationConfigSchema.parse(s.config)
    const config = migrationConfigSchema.parse({ ...stored, ...given })
    const changed = (Object.keys(config) as (keyof MigrationConfig)[]).filter(
      (setting) => JSON.stringify(stored[setting]) !== JSON.stringify(config[setting]),
    )
    if (changed.length === 0) return ok(nothing)
    const frozen = changed.filter((setting) => frozenByPlan.includes(setting))
    if (frozen.length > 0 && s.state !== 'Draft')
      return refuse(
        'illegal-state',
        `${frozen.join(' and ')} ${frozen.length === 1 ? 'is' : 'are'} part of the plan.`,
        'Create the migration anew with this setting.',
        frozen[0],
      )
    const changes = changed.map((setting) => ({
      setting,
      before: JSON.stringify(stored[setting]),
      after: JSON.stringify(config[setting]),
    }))
    return ok({
      ...nothing,
      patch: { config, configVersion: s.configVersion + 1 },
      events: [{ type: 'MigrationConfigUpdated', data: { changes } }],
      audit: {
        action: 'migration.updateConfig',
        reason: null,
        before: pick(s.config, changed),
        after: pick(config, changed),
      },
    })
  },
}

function pick(config: MigrationConfig, settings: readonly (keyof MigrationConfig)[]) {
  return Object.fromEntries(settings.map((setting) => [setting, config[setting]]))
}

function acknowledge(s: MigrationSnapshot, c: Extract<PersonCommand, { type: 'acknowledge' }>): Decided {
  const { plan } = s
  if (plan === null || s.state !== 'Ready')
    return refuse('illegal-state', `“${s.name}” is ${s.state}: there is no plan to review.`, 'Plan it first.')
  if (plan.hash !== c.planHash)
    return refuse('stale', 'There is a newer plan.', 'Look at the new plan and acknowledge its warnings.')
  const warnings = plan.findings.filter((f) => f.severity === 'warning')
  const unknown = c.findingIds.find((id) => !warnings.some((f) => f.id === id))
  if (unknown !== undefined)
    return refuse(
      'invalid',
      `The plan has no warning “${unknown}”.`,
      'Name warnings by the ids that the plan lists.',
      'findingIds',
    )
  const fresh = warnings.filter((f) => c.findingIds.includes(f.id) && !plan.acknowledged.includes(f.id))
  if (fresh.length === 0) return ok(nothing)
  const findings = fresh.map(({ id, title }) => ({ id, title }))
  return ok({
    ...nothing,
    acknowledged: fresh.map((f) => ({ planId: plan.id, findingId: f.id })),
    events: [{ type: 'FindingsAcknowledged', data: { planHash: plan.hash, findings } }],
    audit: { action: 'migration.acknowledge', reason: null, before: null, after: { planHash: plan.hash, findings } },
  })
}

function openRun(s: MigrationSnapshot): boolean {
  return s.run !== null && s.run.endedAt === null
}
