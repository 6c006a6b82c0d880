import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import type { WorkerCommand } from './commands'
import { type Decision, nothing } from './decision'
import type { MigrationSnapshot } from './snapshot'

type Decided = Result<Decision, Refusal>

/** Where a migration goes when its planning ends without a plan that may start. */
function unplanned(s: MigrationSnapshot) {
  return s.run === null ? 'Draft' : 'Failed'
}

/** What a worker reports. One that holds an older epoch is refused: the fence in Godwit's own database. */
export function decideForWorker(s: MigrationSnapshot, c: WorkerCommand, now: Date): Result<Decision, Refusal> {
  if (c.type === 'planned' || c.type === 'planFailed') return planning(s, c)
  if (c.type === 'beginActivity') return beginActivity(s, c)
  // A paused run still has news: its snapshot is held for a while, then let go.
  const isNews = c.type === 'note' && (s.state === 'Paused' || quietStates.includes(s.state))
  if (s.state !== 'Running' && !isNews) return illegalForWorker(s)
  if (c.type === 'takeOver') {
    const epoch = s.epoch + 1
    return ok({
      ...nothing,
      patch: { epoch },
      run: { kind: 'raise-epoch', epoch, workerId: c.workerId },
      events:
        c.silentMs > 0
          ? [
              {
                type: 'RunTakenOver',
                data: { run: s.run?.number ?? 0, epoch, workerId: c.workerId, afterMs: c.silentMs },
              },
            ]
          : [],
      audit: {
        action: 'run.takeOver',
        reason: null,
        before: { epoch: s.epoch },
        after: { epoch, workerId: c.workerId },
      },
    })
  }
  if (c.epoch !== s.epoch)
    return refuse(
      'stale',
      `This worker was fenced out: the epoch is ${s.epoch}, not ${c.epoch}.`,
      'Stop: another worker goes on.',
    )
  switch (c.type) {
    case 'note':
      return ok({ ...nothing, events: [c.event] })
    case 'paused':
      if (c.asked === true && s.intent !== 'pausing') return ok(nothing)
      return ok({
        ...nothing,
        patch: { state: 'Paused', intent: 'none', stateReason: c.reason },
        run: { kind: 'release' },
        events: [{ type: 'MigrationPaused', data: { reason: c.reason } }],
        audit: { action: 'run.paused', reason: c.reason, before: { state: s.state }, after: { state: 'Paused' } },
      })
    case 'review': {
      const reason = `Review: ${c.rows} ${c.rows === '1' ? 'row is' : 'rows are'} in quarantine, everything else is done.`
      return ok({
        ...nothing,
        patch: { state: 'Paused', intent: 'none', stateReason: reason, inReview: true },
        run: { kind: 'release' },
        events: [{ type: 'MigrationReviewNeeded', data: { rows: c.rows } }],
        audit: { action: 'run.review', reason, before: { state: s.state }, after: { state: 'Paused', rows: c.rows } },
      })
    }
    case 'cancelled':
      return ending(s, now, 'cancelled', null, [{ type: 'MigrationCancelled', data: { reason: null } }])
    case 'failed':
      return ending(s, now, 'failed', c.reason, [{ type: 'MigrationFailed', data: { reason: c.reason, fix: c.fix } }])
    case 'completed': {
      const durationMs = s.run === null ? 0 : now.getTime() - s.run.startedAt.getTime()
      return ending(s, now, 'completed', null, [
        {
          type: 'MigrationCompleted',
          data: { rows: c.rows, tables: c.tables, durationMs, quarantined: c.quarantined ?? 0 },
        },
      ])
    }
  }
}

/** States in which a worker may do something in the target beside a run that has ended. */
const quietStates: readonly MigrationSnapshot['state'][] = ['Completed', 'Failed']

/** An activity takes a number of its own, so that whoever wrote before is shut out, and it is shut out by whatever comes after. */
function beginActivity(s: MigrationSnapshot, c: Extract<WorkerCommand, { type: 'beginActivity' }>): Decided {
  if (s.state !== 'Paused' && !quietStates.includes(s.state)) return illegalForWorker(s)
  const epoch = s.epoch + 1
  return ok({
    ...nothing,
    patch: { epoch },
    run: { kind: 'fence', epoch },
    audit: { action: `activity.${c.activity}`, reason: null, before: { epoch: s.epoch }, after: { epoch } },
  })
}

function illegalForWorker(s: MigrationSnapshot): Decided {
  return refuse('illegal-state', `“${s.name}” is ${s.state}, not Running.`, 'Stop: there is nothing to execute.')
}

const endState = { completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' } as const

function ending(
  s: MigrationSnapshot,
  now: Date,
  outcome: keyof typeof endState,
  reason: string | null,
  events: Decision['events'],
): Decided {
  const state = endState[outcome]
  return ok({
    ...nothing,
    patch: { state, intent: 'none', stateReason: reason, completedAt: outcome === 'failed' ? null : now },
    run: { kind: 'end', outcome, reason },
    events,
    audit: { action: `run.${outcome}`, reason, before: { state: s.state }, after: { state } },
  })
}

function planning(s: MigrationSnapshot, c: Extract<WorkerCommand, { type: 'planned' | 'planFailed' }>): Decided {
  if (s.state !== 'Planning')
    return refuse('illegal-state', `“${s.name}” is ${s.state}, not Planning.`, 'Drop this plan.')
  if (c.type === 'planFailed') {
    const state = unplanned(s)
    return ok({
      ...nothing,
      patch: { state, stateReason: c.reason },
      events: [{ type: 'MigrationPlanFailed', data: { reason: c.reason, fix: c.fix } }],
      audit: { action: 'plan.failed', reason: c.reason, before: { state: s.state }, after: { state } },
    })
  }
  const count = (severity: string) => c.findings.filter((f) => f.severity === severity).length
  const blockers = count('blocker')
  const state = blockers > 0 ? unplanned(s) : 'Ready'
  return ok({
    ...nothing,
    patch: {
      state,
      planId: c.planId,
      stateReason: blockers > 0 ? `The plan has ${blockers} ${blockers === 1 ? 'blocker' : 'blockers'}.` : null,
    },
    events:
      blockers > 0
        ? [{ type: 'MigrationPlanBlocked', data: { planHash: c.planHash, blockers } }]
        : [{ type: 'MigrationPlanned', data: { planHash: c.planHash, tables: c.tables, warnings: count('warning') } }],
    audit: {
      action: 'plan.made',
      reason: null,
      before: { state: s.state },
      after: { state, planHash: c.planHash, blockers },
    },
  })
}
