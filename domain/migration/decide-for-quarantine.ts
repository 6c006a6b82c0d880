import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import type { PersonCommand, RetryScope } from './commands'
import { type Decision, nothing } from './decision'
import { illegal } from './illegal'
import type { MigrationSnapshot } from './snapshot'

type Decided = Result<Decision, Refusal>
type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>

/**
 * RetryMigration (RFC 004). A run that has failed is retried whole, by a new plan, and keeps what is proved; one that stands still for
 * review tries its rows or tables again and goes on; one that runs is told to take a table or a chunk up again; of one that has
 * completed only rows can be tried again, beside its state.
 */
export function retry(s: MigrationSnapshot, c: Of<'retry'>): Decided {
  const wrong = whyNotThis(s, c.scope)
  if (wrong !== null) return illegal(s, 'retry', wrong)
  const told = retryEvent(c)
  switch (c.scope.kind) {
    case 'migration':
      return ok({
        ...nothing,
        patch: { state: 'Planning', stateReason: null, isRetry: true },
        events: [told],
        jobs: [{ name: 'plan', data: { migrationId: s.id } }],
        audit: audited(s, c, 'Planning'),
      })
    case 'rejects': {
      const { rejectIds: ids } = c.scope
      if (s.rejects.open + s.rejects.accepted + s.rejects.skipped === 0)
        return refuse('invalid', 'Nothing is in quarantine.', 'There is nothing to try again.')
      const rejects = { kind: 'retry', ids } as const
      if (s.state === 'Paused') return ok({ ...goesOn(s), rejects, events: [told], audit: audited(s, c, 'Running') })
      const jobs = [{ name: 'replay', data: { migrationId: s.id } }] as const
      return ok({ ...nothing, rejects, events: [told], jobs, audit: audited(s, c, s.state) })
    }
    case 'table':
    case 'chunk': {
      const again = { task: c.scope.task, chunk: c.scope.kind === 'chunk' ? c.scope.chunk : null }
      const begun = s.state === 'Paused' ? goesOn(s) : nothing
      return ok({ ...begun, again, events: [told], audit: audited(s, c, 'Running') })
    }
  }
}

/** Which scope fits which state. */
function whyNotThis(s: MigrationSnapshot, { kind }: RetryScope): string | null {
  switch (s.state) {
    case 'Failed':
      return kind === 'migration' ? null : 'The run has ended: retry the migration.'
    case 'Paused':
      return kind === 'migration' ? 'Resume it, or retry what is in quarantine.' : null
    case 'Running':
      if (s.intent !== 'none') return 'Wait until it has paused or ended.'
      return kind === 'table' || kind === 'chunk' ? null : 'Choose a table or a chunk, or wait until it has paused.'
    default:
      return kind === 'rejects' ? null : 'It has completed: only rows in quarantine can be tried again.'
  }
}

const goesOn = (s: MigrationSnapshot): Decision => ({
  ...nothing,
  patch: { state: 'Running', intent: 'none', stateReason: null, inReview: false, epoch: s.epoch + 1 },
  run: { kind: 'raise-epoch', epoch: s.epoch + 1, workerId: null },
  jobs: [{ name: 'run', data: { migrationId: s.id } }],
})

function retryEvent({ scope, reason }: Of<'retry'>) {
  const data = {
    scope: scope.kind,
    task: 'task' in scope ? scope.task : null,
    chunk: 'chunk' in scope ? scope.chunk : null,
    rows: scope.kind === 'rejects' ? (scope.rejectIds?.length ?? null) : null,
    reason,
  }
  return { type: 'MigrationRetryRequested', data } as const
}

const audited = (s: MigrationSnapshot, c: Of<'retry'>, state: MigrationSnapshot['state']) => ({
  action: 'migration.retry',
  reason: c.reason,
  before: { state: s.state },
  after: { state, scope: c.scope.kind, ...('task' in c.scope ? { task: c.scope.task } : {}) },
})

/** Leaves the open rows out. A run that waits for that goes on to its end: the worker checks the equation once more. */
export function accept(s: MigrationSnapshot, c: Of<'accept'>): Decided {
  const { open: rows } = s.rejects
  const finalises = s.state === 'Paused' && s.inReview
  if (rows === 0 && !finalises) return ok(nothing)
  return ok({
    ...(finalises ? goesOn(s) : nothing),
    rejects: rows === 0 ? null : { kind: 'accept-all' },
    events: [{ type: 'RejectsAccepted', data: { rows, reason: c.reason } }],
    audit: {
      action: 'migration.accept',
      reason: c.reason,
      before: { state: s.state },
      after: { state: finalises ? 'Running' : s.state, rows },
    },
  })
}

/** Leaves some rows out by choice; the state stays. */
export function skipRejects(s: MigrationSnapshot, c: Of<'skipRejects'>): Decided {
  const ids = [...new Set(c.rejectIds)]
  return ok({
    ...nothing,
    rejects: { kind: 'skip', ids },
    events: [{ type: 'RejectsSkipped', data: { rows: ids.length, reason: c.reason } }],
    audit: { action: 'migration.skipRejects', reason: c.reason, before: { state: s.state }, after: { rejectIds: ids } },
  })
}

/** Brings one row into the target, with new values where they are given: a worker does it, once; the state stays. */
export function replayReject(s: MigrationSnapshot, c: Of<'replayReject'>): Decided {
  const { rejectId, fix, reason } = c
  const columns = [...c.columns]
  return ok({
    ...nothing,
    rejects: { kind: 'replay', id: rejectId, fix },
    events: [{ type: 'RejectReplayRequested', data: { rejectId, columns, reason } }],
    jobs: [{ name: 'replay', data: { migrationId: s.id } }],
    audit: { action: 'migration.replayReject', reason, before: { state: s.state }, after: { rejectId, columns } },
  })
}
