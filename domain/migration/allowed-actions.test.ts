import { describe, expect, it } from 'vitest'
import { allowedActions } from './allowed-actions'

const plan = { id: 'p', hash: 'h', findings: [], acknowledged: [] }
const rejects = { open: 0, accepted: 0, skipped: 0 }
const base = {
  state: 'Ready',
  intent: 'none',
  level: 'operator',
  targetIsProduction: false,
  plan,
  run: null,
  inReview: false,
  rejects,
} as const
const of = (snapshot: Parameters<typeof allowedActions>[0], action: string) =>
  allowedActions(snapshot).find((a) => a.action === action)

describe('what is offered', () => {
  it('is Start when the plan is ready and clean', () => {
    expect(of(base, 'start')).toEqual({ action: 'start', allowed: true, reason: null })
  })

  it('says who can help where the level is too low', () => {
    expect(of({ ...base, level: 'viewer' }, 'start')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('operator'),
    })
    expect(of({ ...base, targetIsProduction: true }, 'start')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('manager'),
    })
  })

  it('is no second pause while it is pausing, but a resume that clears it', () => {
    const pausing = { ...base, state: 'Running', intent: 'pausing' } as const
    expect(of(pausing, 'pause')?.allowed).toBe(false)
    expect(of(pausing, 'resume')?.allowed).toBe(true)
  })

  it('is nothing but waiting while it is being cancelled', () => {
    const cancelling = { ...base, state: 'Running', intent: 'cancelling' } as const
    expect(['pause', 'resume', 'cancel', 'start'].map((a) => of(cancelling, a)?.allowed)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('is Accept where something is open in quarantine or a review is to be finished, to a manager', () => {
    const paused = { ...base, state: 'Paused', level: 'manager' } as const
    expect(of(paused, 'accept')).toMatchObject({ allowed: false, reason: 'Nothing is in quarantine.' })
    expect(of({ ...paused, inReview: true }, 'accept')?.allowed).toBe(true)
    expect(of({ ...paused, rejects: { ...rejects, open: 1 } }, 'accept')?.allowed).toBe(true)
    expect(of({ ...paused, inReview: true, level: 'operator' }, 'accept')?.allowed).toBe(false)
  })

  it('is Replay of any row that is kept, and Skip only of one that is open, once nothing runs, to a manager', () => {
    const done = { ...base, state: 'Completed', level: 'manager', rejects: { ...rejects, skipped: 1 } } as const
    expect(of(done, 'replayReject')?.allowed).toBe(true)
    expect(of(done, 'skipRejects')?.allowed).toBe(false)
    expect(of({ ...done, rejects: { ...rejects, open: 1 } }, 'skipRejects')?.allowed).toBe(true)
    expect(of({ ...done, rejects }, 'replayReject')?.allowed).toBe(false)
    expect(of({ ...done, state: 'Running' }, 'replayReject')?.reason).toMatch(/paused for review/)
    expect(of({ ...done, level: 'operator' }, 'replayReject')?.reason).toMatch(/manager/)
  })

  it('is a word on the plan while it is reviewed, and another way of writing only before any run, to a manager', () => {
    const offered = (over: Partial<Parameters<typeof allowedActions>[0]>) =>
      ['waive', 'chooseWriting'].map((action) => of({ ...base, level: 'manager', ...over }, action)?.allowed)
    expect(offered({})).toEqual([true, true])
    expect(offered({ state: 'Draft' })).toEqual([true, true])
    expect(offered({ plan: null })).toEqual([false, false])
    expect(offered({ level: 'operator' })).toEqual([false, false])
    expect(offered({ state: 'Planning' })).toEqual([false, false])
    expect(offered({ state: 'Running' })).toEqual([false, false])
    const run = { id: 'r', number: 1, startedAt: new Date(0), endedAt: new Date(1) }
    expect(offered({ state: 'Failed', run })).toEqual([true, false])
  })

  it('is Retry of a failed migration, and of a completed one only where rows were left out', () => {
    expect(of({ ...base, state: 'Failed' }, 'retry')?.allowed).toBe(true)
    expect(of({ ...base, state: 'Completed' }, 'retry')?.allowed).toBe(false)
    expect(of({ ...base, state: 'Completed', rejects: { ...rejects, accepted: 2 } }, 'retry')?.allowed).toBe(true)
  })
})
