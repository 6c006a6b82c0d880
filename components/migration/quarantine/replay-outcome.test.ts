import { describe, expect, it } from 'vitest'
import { replayOutcome } from './replay-outcome'

const refusal = { reason: 'new row violates check constraint', sqlstate: '23514', at: '2026-01-01T00:00:00.000Z' }
const row = { state: 'open', isRequested: false, refusal: null } as const

describe('a replay', () => {
  it('is under way until a worker has answered, whatever the row was refused with before', () => {
    expect(replayOutcome({ ...row, isRequested: true })).toBe('trying')
    expect(replayOutcome({ ...row, isRequested: true, refusal })).toBe('trying')
  })

  it('has landed once the row is in the target', () => {
    expect(replayOutcome({ ...row, state: 'replayed' })).toBe('landed')
  })

  it('was refused where the row stays with a reason', () => {
    expect(replayOutcome({ ...row, refusal })).toBe('refused')
  })

  it('has come to nothing where somebody else took the row away', () => {
    expect(replayOutcome({ ...row, state: 'skipped' })).toBe('gone')
    expect(replayOutcome(undefined)).toBe('gone')
  })
})
