import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../access/actor'
import { accessLevels } from '../access/roles'
import { defaultMigrationConfig } from '../config/schema'
import type { Finding } from '../plan/plan'
import type { MigrationCommand, PersonCommand, RetryScope } from './commands'
import { decide } from './decide'
import type { Decision } from './decision'
import { migrationEventSchema } from './events'
import type { MigrationSnapshot } from './snapshot'
import { lifecycle, type MigrationState, migrationStates } from './state'

const actor: Actor = {
  kind: 'user',
  userId: 'u1',
  name: 'Ada',
  isAdmin: false,
  via: { channel: 'ui', ip: null, requestId: null },
}
const now = new Date('2026-03-01T12:00:00.000Z')
const warning: Finding = {
  id: 'w1',
  severity: 'warning',
  title: 'A warning',
  detail: '',
  evidence: null,
  fix: null,
  sql: null,
  table: null,
}
const blocker: Finding = { ...warning, id: 'b1', severity: 'blocker' }

const ready: MigrationSnapshot = {
  id: '00000000-0000-4000-8000-000000000001',
  projectId: '00000000-0000-4000-8000-000000000002',
  name: 'crm',
  state: 'Ready',
  intent: 'none',
  epoch: 7,
  config: defaultMigrationConfig,
  configVersion: 1,
  targetIsProduction: false,
  plan: { id: 'p1', hash: 'abc', findings: [], acknowledged: [] },
  run: { id: 'r1', number: 1, startedAt: new Date('2026-03-01T11:00:00.000Z'), endedAt: null },
  isRetry: false,
  inReview: false,
  rejects: { open: 3, accepted: 0, skipped: 0 },
  lastChange: null,
  level: 'owner',
}

const commands = {
  plan: { type: 'plan' },
  start: { type: 'start', planHash: 'abc', reason: null },
  pause: { type: 'pause', reason: 'lunch' },
  resume: { type: 'resume', reason: null },
  cancel: { type: 'cancel', reason: null },
  updateConfig: { type: 'updateConfig', patch: { batchSize: 123 }, configVersion: null },
  retry: { type: 'retry', scope: { kind: 'rejects', rejectIds: null }, reason: null },
  accept: { type: 'accept', reason: null },
} as const satisfies Record<string, PersonCommand>
const offered = Object.keys(commands) as (keyof typeof commands)[]

const rejectId = '00000000-0000-4000-8000-000000000009'
const skip = { type: 'skipRejects', rejectIds: [rejectId], reason: null } as const
const replay = { type: 'replayReject', rejectId, columns: ['email'], fix: 'sealed', reason: null } as const
const retryOf = (scope: RetryScope) => ({ type: 'retry', scope, reason: null }) as const

/** Each state has something else to retry. */
const retries: Partial<Record<MigrationState, MigrationCommand>> = {
  Failed: retryOf({ kind: 'migration' }),
  Running: retryOf({ kind: 'table', task: 0 }),
}

function decided(snapshot: MigrationSnapshot, command: MigrationCommand): Decision {
  const result = decide(snapshot, command, actor, now)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function refusalOf(snapshot: MigrationSnapshot, command: MigrationCommand) {
  const result = decide(snapshot, command, actor, now)
  return result.ok ? 'none' : result.error.code
}

describe('the lifecycle', () => {
  for (const state of migrationStates)
    for (const action of offered)
      it(`does what its cell says for ${action} in ${state}`, () => {
        const cell = lifecycle[state][action]
        // An intent only matters where there is one to change.
        const intent = state === 'Running' && action === 'resume' ? 'pausing' : 'none'
        const command = action === 'retry' ? (retries[state] ?? commands.retry) : commands[action]
        const result = decide({ ...ready, state, intent }, command, actor, now)
        if (cell.kind === 'no')
          return expect(result).toMatchObject({ ok: false, error: { code: 'illegal-state', fix: cell.wayOn } })
        if (!result.ok) throw new Error(result.error.message)
        if (cell.kind === 'same') return expect(result.value.events).toEqual([])
        expect(result.value.events.length).toBeGreaterThan(0)
        if (cell.kind === 'intent') return expect(result.value.patch.intent).toBe(cell.intent)
        expect(result.value.patch.state ?? state).toBe(cell.state)
      })

  it('lets nothing out of Cancelled but a rollback, and nothing out of RolledBack', () => {
    const leaving = (state: 'Cancelled' | 'RolledBack') =>
      Object.values(lifecycle[state]).filter(
        (cell) => cell.kind === 'intent' || (cell.kind === 'to' && cell.state !== state),
      )
    expect(leaving('RolledBack')).toEqual([])
    expect(leaving('Cancelled')).toEqual([{ kind: 'to', state: 'RollingBack' }])
  })
})

describe('start', () => {
  it('makes the next run under the next epoch', () => {
    const decision = decided(ready, commands.start)
    expect(decision.run).toEqual({ kind: 'create', number: 2, planId: 'p1', epoch: 8, isRetry: false })
    expect(decision.patch).toMatchObject({ state: 'Running', epoch: 8 })
    expect(decision.jobs).toEqual([{ name: 'run', data: { migrationId: ready.id } }])
  })

  it('refuses a plan that was not the one reviewed', () => {
    expect(refusalOf(ready, { ...commands.start, planHash: 'old' })).toBe('stale')
  })

  it('refuses while a warning is not acknowledged, and names it', () => {
    const plan = { id: 'p1', hash: 'abc', findings: [warning], acknowledged: [] }
    const result = decide({ ...ready, plan }, commands.start, actor, now)
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unacknowledged', message: expect.stringContaining('A warning') },
    })
    expect(refusalOf({ ...ready, plan: { ...plan, acknowledged: ['w1'] } }, commands.start)).toBe('none')
  })

  it('into production needs a manager', () => {
    const production = { ...ready, targetIsProduction: true }
    expect(refusalOf({ ...production, level: 'operator' }, commands.start)).toBe('forbidden')
    expect(refusalOf({ ...production, level: 'manager' }, commands.start)).toBe('none')
  })
})

describe('waive', () => {
  const narrow: Finding = { ...blocker, id: 'n1', evidence: 'integer to smallint', waivable: true }
  const plan = { id: 'p1', hash: 'abc', findings: [narrow, blocker, warning], acknowledged: [] }
  const draft: MigrationSnapshot = { ...ready, state: 'Draft', plan }
  const waive = (...findingIds: string[]) =>
    ({ type: 'waive', planHash: 'abc', findingIds, reason: 'it is a month' }) as const

  it('keeps who answers for what and why, and plans again', () => {
    const decision = decided(draft, waive('n1'))
    expect(decision.patch).toMatchObject({ state: 'Planning' })
    expect(decision.waived).toEqual([{ findingId: 'n1', evidence: 'integer to smallint', reason: 'it is a month' }])
    expect(decision.events[0]).toMatchObject({
      type: 'FindingsWaived',
      data: { reason: 'it is a month', findings: [{ id: 'n1', evidence: 'integer to smallint' }] },
    })
    expect(decision.jobs.map((job) => job.name)).toEqual(['plan'])
    expect(decision.audit).toMatchObject({ action: 'migration.waive', reason: 'it is a month' })
    for (const event of decision.events) expect(migrationEventSchema.safeParse(event).error).toBeUndefined()
  })

  it('is refused for what nobody can answer for, for another plan, without the level, and while there is none to review', () => {
    expect(refusalOf(draft, waive('n1', 'b1'))).toBe('invalid')
    expect(refusalOf(draft, waive('w1'))).toBe('invalid')
    expect(refusalOf(draft, { ...waive('n1'), planHash: 'old' })).toBe('stale')
    expect(refusalOf({ ...draft, level: 'operator' }, waive('n1'))).toBe('forbidden')
    expect(refusalOf({ ...draft, level: null }, waive('n1'))).toBe('not-found')
    expect(refusalOf({ ...draft, plan: null }, waive('n1'))).toBe('illegal-state')
    const legal = migrationStates.filter((state) => refusalOf({ ...draft, state }, waive('n1')) === 'none')
    expect(legal).toEqual(['Draft', 'Ready', 'Failed'])
  })

  it('changes nothing where it was waived before', () => {
    const waived: Finding = { ...narrow, severity: 'passed', waived: { by: 'Ada', reason: 'it is a month' } }
    const again = decided({ ...draft, plan: { ...plan, findings: [waived] } }, waive('n1'))
    expect(again).toMatchObject({ events: [], audit: null, patch: {}, waived: [] })
  })
})

describe('chooseWriting', () => {
  const orders = { schema: 'public', name: 'orders' }
  const draft: MigrationSnapshot = { ...ready, state: 'Draft', run: null }
  const mapping = { tables: { kind: 'everything' as const, except: [] } }
  const choose = (mode: 'append' | 'truncate', planHash = 'abc') =>
    ({ type: 'chooseWriting', planHash, mapping, choices: [{ table: orders, choice: { mode } }] }) as const

  it('makes the next version of the mapping and plans again', () => {
    const decision = decided(draft, choose('truncate'))
    expect(decision.patch).toMatchObject({ state: 'Planning' })
    expect(decision.mapping).toEqual({
      ...mapping,
      write: { tables: [{ table: orders, choice: { mode: 'truncate' } }] },
    })
    expect(decision.jobs.map((job) => job.name)).toEqual(['plan'])
    expect(decision.events[0]).toMatchObject({ type: 'WritingChosen', data: { tables: 1 } })
    for (const event of decision.events) expect(migrationEventSchema.safeParse(event).error).toBeUndefined()
  })

  it('changes nothing where it is chosen already', () => {
    const { mapping: chosen } = decided(draft, choose('append'))
    if (chosen === null) throw new Error('no mapping')
    expect(decided(draft, { ...choose('append'), mapping: chosen })).toMatchObject({
      patch: {},
      mapping: null,
      events: [],
    })
  })

  it('is refused for another plan, without the level, while there is none, and once a run has written', () => {
    expect(refusalOf(draft, choose('append', 'old'))).toBe('stale')
    expect(refusalOf({ ...draft, level: 'operator' }, choose('append'))).toBe('forbidden')
    expect(refusalOf({ ...draft, level: null }, choose('append'))).toBe('not-found')
    expect(refusalOf({ ...draft, plan: null }, choose('append'))).toBe('illegal-state')
    expect(refusalOf({ ...draft, state: 'Failed', run: ready.run }, choose('append'))).toBe('illegal-state')
    const legal = migrationStates.filter((state) => refusalOf({ ...draft, state }, choose('append')) === 'none')
    expect(legal).toEqual(['Draft', 'Ready', 'Failed'])
  })
})

describe('acknowledge', () => {
  const plan = { id: 'p1', hash: 'abc', findings: [warning, blocker], acknowledged: [] }

  it('never accepts a blocker', () => {
    expect(refusalOf({ ...ready, plan }, { type: 'acknowledge', planHash: 'abc', findingIds: ['b1'] })).toBe('invalid')
  })

  it('records each warning once, with its name', () => {
    const command: MigrationCommand = { type: 'acknowledge', planHash: 'abc', findingIds: ['w1', 'w1'] }
    expect(decided({ ...ready, plan }, command).acknowledged).toEqual([{ planId: 'p1', findingId: 'w1' }])
    expect(decided({ ...ready, plan: { ...plan, acknowledged: ['w1'] } }, command).events).toEqual([])
  })
})

describe('pause and cancel', () => {
  const running = { ...ready, state: 'Running' } as const

  it('do not change the state before the worker says that nobody writes', () => {
    expect(decided(running, commands.pause).patch).toEqual({ intent: 'pausing', stateReason: 'lunch' })
    expect(decided(running, commands.cancel).patch.state).toBeUndefined()
  })

  it('let cancelling win over pausing, both ways round', () => {
    expect(decided({ ...running, intent: 'pausing' }, commands.cancel).patch.intent).toBe('cancelling')
    expect(refusalOf({ ...running, intent: 'cancelling' }, commands.pause)).toBe('illegal-state')
    expect(refusalOf({ ...running, intent: 'cancelling' }, commands.resume)).toBe('illegal-state')
  })
})

describe('updateConfig', () => {
  it('is not taken in by stored settings whose keys come back in another order', () => {
    const retryPolicy = Object.fromEntries(Object.entries(ready.config.retryPolicy).toReversed())
    const stored = { ...ready, config: { ...ready.config, retryPolicy } as typeof ready.config }
    const [event] = decided(stored, commands.updateConfig).events
    expect(event).toMatchObject({ data: { changes: [{ setting: 'batchSize', after: '123' }] } })
  })

  it('refuses to change settings that somebody else changed meanwhile', () => {
    expect(refusalOf({ ...ready, configVersion: 4 }, { ...commands.updateConfig, configVersion: 3 })).toBe('stale')
  })

  it('refuses to change what the plan froze', () => {
    expect(refusalOf(ready, { type: 'updateConfig', patch: { validateData: false }, configVersion: null })).toBe(
      'illegal-state',
    )
    expect(
      refusalOf(
        { ...ready, state: 'Draft' },
        { type: 'updateConfig', patch: { validateData: false }, configVersion: null },
      ),
    ).toBe('none')
  })

  it('writes nothing when nothing changes', () => {
    const same: MigrationCommand = {
      type: 'updateConfig',
      patch: { batchSize: defaultMigrationConfig.batchSize },
      configVersion: null,
    }
    expect(decided(ready, same)).toMatchObject({ events: [], audit: null, patch: {} })
  })
})

describe('retry', () => {
  const scopes: Record<RetryScope['kind'], RetryScope> = {
    migration: { kind: 'migration' },
    table: { kind: 'table', task: 0 },
    chunk: { kind: 'chunk', task: 0, chunk: 4 },
    rejects: { kind: 'rejects', rejectIds: [rejectId] },
  }
  const legal: [MigrationState, RetryScope['kind'][]][] = [
    ['Running', ['table', 'chunk']],
    ['Paused', ['table', 'chunk', 'rejects']],
    ['Failed', ['migration']],
    ['Completed', ['rejects']],
  ]
  for (const [state, kinds] of legal)
    for (const kind of Object.keys(scopes) as RetryScope['kind'][])
      it(`of ${kind} in ${state} is ${kinds.includes(kind) ? 'legal' : 'refused with a way on'}`, () => {
        expect(refusalOf({ ...ready, state }, retryOf(scopes[kind]))).toBe(
          kinds.includes(kind) ? 'none' : 'illegal-state',
        )
      })

  it('of a failed migration plans anew, and the run that follows is a retry', () => {
    const retried = decided({ ...ready, state: 'Failed' }, retryOf(scopes.migration))
    expect(retried.patch).toMatchObject({ state: 'Planning', isRetry: true })
    const started = decided({ ...ready, isRetry: true }, commands.start)
    expect(started.run).toMatchObject({ kind: 'create', isRetry: true })
    expect(started.patch.isRetry).toBe(false)
    expect(decided({ ...ready, state: 'Failed', isRetry: true }, commands.plan).patch.isRetry).toBe(false)
  })

  it('of rows goes on from Paused, and is an activity beside Completed', () => {
    const paused = decided({ ...ready, state: 'Paused', inReview: true }, retryOf(scopes.rejects))
    expect(paused.patch).toMatchObject({ state: 'Running', inReview: false, epoch: 8 })
    expect(paused.rejects).toEqual({ kind: 'retry', ids: [rejectId] })
    const beside = decided({ ...ready, state: 'Completed' }, retryOf(scopes.rejects))
    expect(beside.patch).toEqual({})
    expect(beside.jobs).toEqual([{ name: 'replay', data: { migrationId: ready.id } }])
    const empty = { ...ready, state: 'Paused', rejects: { open: 0, accepted: 0, skipped: 0 } } as const
    expect(refusalOf(empty, commands.retry)).toBe('invalid')
  })

  it('of a table that runs changes no epoch: the lanes of the others go on', () => {
    const decision = decided({ ...ready, state: 'Running' }, retryOf(scopes.chunk))
    expect(decision).toMatchObject({ patch: {}, again: { task: 0, chunk: 4 } })
    expect(refusalOf({ ...ready, state: 'Running', intent: 'pausing' }, retryOf(scopes.chunk))).toBe('illegal-state')
  })
})

describe('quarantine', () => {
  it('that is accepted in review lets the worker finish, and before that only decides about rows', () => {
    const review = { ...ready, state: 'Paused', inReview: true } as const
    expect(decided(review, commands.accept)).toMatchObject({
      patch: { state: 'Running', inReview: false, epoch: 8 },
      rejects: { kind: 'accept-all' },
      jobs: [{ name: 'run' }],
    })
    expect(decided({ ...review, inReview: false }, commands.accept)).toMatchObject({
      patch: {},
      rejects: { kind: 'accept-all' },
      jobs: [],
    })
    // Skipped one by one: nothing is open any more, but the end is still to come.
    const skipped = { open: 0, accepted: 0, skipped: 3 }
    expect(decided({ ...review, rejects: skipped }, commands.accept).patch.state).toBe('Running')
    expect(decided({ ...review, inReview: false, rejects: skipped }, commands.accept).events).toEqual([])
  })

  for (const state of migrationStates)
    it(`can be skipped and replayed in ${state} exactly where it can be accepted, and the state stays`, () => {
      for (const command of [skip, replay]) {
        const result = decide({ ...ready, state }, command, actor, now)
        expect(result.ok).toBe(lifecycle[state].accept.kind !== 'no')
        if (result.ok) expect(result.value).toMatchObject({ patch: {}, run: null })
      }
    })

  it('is the manager’s to accept, skip and replay, and the operator’s to retry', () => {
    const paused = { ...ready, state: 'Paused', level: 'operator' } as const
    for (const command of [commands.accept, skip, replay]) {
      expect(refusalOf(paused, command)).toBe('forbidden')
      expect(refusalOf({ ...paused, level: 'manager' }, command)).toBe('none')
    }
    expect(refusalOf(paused, commands.retry)).toBe('none')
    expect(refusalOf({ ...paused, level: 'viewer' }, commands.retry)).toBe('forbidden')
  })

  it('never carries new values into an event or the audit', () => {
    const { events, audit } = decided({ ...ready, state: 'Paused' }, replay)
    expect(JSON.stringify([events, audit])).not.toContain('sealed')
  })

  it('sends a run that is done but for it into review, and whoever goes on ends the review', () => {
    const running = { ...ready, state: 'Running' } as const
    const review = decided(running, { type: 'review', epoch: 7, rows: '3' })
    expect(review.patch).toMatchObject({
      state: 'Paused',
      inReview: true,
      stateReason: expect.stringContaining('3 rows'),
    })
    for (const command of [commands.resume, commands.cancel, commands.accept, commands.retry])
      expect(decided({ ...ready, state: 'Paused', inReview: true }, command).patch.inReview).toBe(false)
  })

  it('is worked on beside the state under an epoch of its own', () => {
    for (const state of migrationStates) {
      const result = decide({ ...ready, state }, { type: 'beginActivity', activity: 'replay' }, actor, now)
      expect(result.ok).toBe(['Paused', 'Failed', 'Completed'].includes(state))
      if (result.ok) expect(result.value).toMatchObject({ patch: { epoch: 8 }, run: { kind: 'fence', epoch: 8 } })
    }
  })
})

describe('a worker', () => {
  const running = { ...ready, state: 'Running' } as const

  it('that was fenced out changes nothing', () => {
    for (const command of [
      { type: 'completed', epoch: 6, rows: '1', tables: 1 },
      { type: 'failed', epoch: 6, reason: '', fix: '' },
      { type: 'paused', epoch: 6, reason: null },
      { type: 'review', epoch: 6, rows: '1' },
      { type: 'cancelled', epoch: 6 },
      { type: 'note', epoch: 6, event: { type: 'SnapshotReleased', data: { snapshot: 's', reason: 'r' } } },
    ] as const)
      expect(refusalOf(running, command)).toBe('stale')
  })

  it('that wants to pause goes on where the person has taken that back, or wants to cancel by now', () => {
    const paused = { type: 'paused', epoch: running.epoch, reason: null, asked: true } as const
    for (const intent of ['none', 'cancelling'] as const) {
      const { patch, events } = decided({ ...running, intent }, paused)
      expect({ patch, events }).toEqual({ patch: {}, events: [] })
    }
    expect(decided({ ...running, intent: 'pausing' }, paused).patch.state).toBe('Paused')
  })

  it('has news of a run that is paused or has ended, and of no other', () => {
    const note = {
      type: 'note',
      epoch: 7,
      event: { type: 'SnapshotReleased', data: { snapshot: 's', reason: 'r' } },
    } as const
    const withNews: MigrationState[] = ['Running', 'Paused', 'Failed', 'Completed']
    for (const state of withNews) expect(refusalOf({ ...ready, state }, note)).toBe('none')
    for (const state of migrationStates.filter((s) => !withNews.includes(s)))
      expect(refusalOf({ ...ready, state }, note)).toBe('illegal-state')
  })

  it('ends nothing that is not Running', () => {
    for (const state of migrationStates.filter((s) => s !== 'Running'))
      expect(refusalOf({ ...ready, state }, { type: 'completed', epoch: 7, rows: '1', tables: 1 })).toBe(
        'illegal-state',
      )
  })

  it('raises the epoch when it takes over', () => {
    expect(decided(running, { type: 'takeOver', workerId: 'w', silentMs: 900 }).patch).toEqual({ epoch: 8 })
  })

  it('that planned with blockers leads to Draft, or back to Failed where something has run', () => {
    const planned: MigrationCommand = { type: 'planned', planId: 'p2', planHash: 'h', tables: 1, findings: [blocker] }
    expect(decided({ ...ready, state: 'Planning', run: null }, planned).patch.state).toBe('Draft')
    expect(decided({ ...ready, state: 'Planning' }, planned).patch.state).toBe('Failed')
    expect(decided({ ...ready, state: 'Planning' }, { ...planned, findings: [warning] }).patch.state).toBe('Ready')
  })

  it('whose planning was overtaken by a cancel has its plan dropped', () => {
    expect(
      refusalOf(
        { ...ready, state: 'Cancelled' },
        { type: 'planned', planId: 'p2', planHash: 'h', tables: 1, findings: [] },
      ),
    ).toBe('illegal-state')
  })
})

describe('every decision', () => {
  const anySnapshot = fc.record({
    state: fc.constantFrom(...migrationStates),
    intent: fc.constantFrom('none' as const, 'pausing' as const, 'cancelling' as const),
    level: fc.constantFrom(null, ...accessLevels),
    targetIsProduction: fc.boolean(),
    epoch: fc.nat(10),
    run: fc.constantFrom(null, ready.run),
    plan: fc.constantFrom(null, ready.plan, { id: 'p', hash: 'abc', findings: [warning], acknowledged: [] }),
  })
  const anyCommand: fc.Arbitrary<MigrationCommand> = fc.oneof(
    fc.constantFrom<MigrationCommand>(...Object.values(commands), ...Object.values(retries), skip, replay, {
      type: 'acknowledge',
      planHash: 'abc',
      findingIds: ['w1'],
    }),
    fc.constantFrom<MigrationCommand>(
      { type: 'planned', planId: 'p', planHash: 'h', tables: 0, findings: [blocker] },
      { type: 'planFailed', reason: 'r', fix: 'f' },
      { type: 'takeOver', workerId: 'w', silentMs: 0 },
    ),
    fc
      .nat(10)
      .chain((epoch) =>
        fc.constantFrom<MigrationCommand>(
          { type: 'paused', epoch, reason: null },
          { type: 'cancelled', epoch },
          { type: 'completed', epoch, rows: '0', tables: 0 },
          { type: 'failed', epoch, reason: 'r', fix: 'f' },
        ),
      ),
  )

  it('has events that parse, an audit row for every change, and an epoch that never falls', () => {
    fc.assert(
      fc.property(anySnapshot, anyCommand, (part, command) => {
        const snapshot: MigrationSnapshot = { ...ready, ...part }
        const result = decide(snapshot, command, actor, now)
        if (!result.ok) return
        const { patch, events, audit, run, jobs } = result.value
        for (const event of events) migrationEventSchema.parse(event)
        expect(patch.epoch ?? snapshot.epoch).toBeGreaterThanOrEqual(snapshot.epoch)
        if (Object.keys(patch).length > 0 || run !== null || jobs.length > 0) expect(audit).not.toBeNull()
        // A state that is left is told in the timeline.
        if (patch.state !== undefined && patch.state !== snapshot.state) expect(events.length).toBeGreaterThan(0)
        // Who writes is decided by the epoch: whatever lets writers in, or shuts them out for good, raises it.
        if (patch.state === 'Running' && snapshot.state !== 'Running') expect(patch.epoch).toBe(snapshot.epoch + 1)
      }),
      { numRuns: 2_000 },
    )
  })

  it('of a person who has no level is not-found, whatever is asked', () => {
    fc.assert(
      fc.property(anySnapshot, fc.constantFrom(...offered), (part, action) => {
        expect(refusalOf({ ...ready, ...part, level: null }, commands[action])).toBe('not-found')
      }),
    )
  })
})
