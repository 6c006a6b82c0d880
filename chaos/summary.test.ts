import { describe, expect, it } from 'vitest'
import type { SeedResult } from './run-seed'
import { scenarioOf } from './scenario'
import { faultLines, summaryOf } from './summary'

const result = (seed: number, rest: Partial<SeedResult> = {}): SeedResult => ({
  seed,
  at: '2026-01-01T00:00:00.000Z',
  scenario: scenarioOf(seed),
  strikes: [],
  notCounted: null,
  pressed: [],
  violations: [],
  takeoverMs: null,
  rows: 16_000,
  rowsAgain: 0,
  sessionsAtEnd: 0,
  workerStarts: 0,
  ms: 5_000,
  ...rest,
})

describe('the table of a chaos run', () => {
  it('counts each seed under the fault that it is about, however it ended', () => {
    const lines = faultLines([
      result(1),
      result(1, { pressed: [{ button: 'resume', state: 'Paused', reason: 'The disk is full.' }] }),
      result(1, { violations: ['a row is missing'] }),
      result(2, { notCounted: 'Nothing was left to do.' }),
    ])
    expect(lines).toEqual([
      { kind: 'kill', seeds: 3, counted: 3, completed: 1, byHand: 1, violations: 1 },
      { kind: 'freeze-worker', seeds: 1, counted: 0, completed: 1, byHand: 0, violations: 0 },
    ])
  })

  it('takes its figures from seeds that count, and says of how many', () => {
    const text = summaryOf([
      result(1, { takeoverMs: 2_000, rowsAgain: 300 }),
      result(1, { takeoverMs: 9_000, notCounted: 'Nothing was left to do.' }),
      result(2, { takeoverMs: 4_000, rowsAgain: null }),
    ])
    expect(text).toContain("seconds to the successor's first chunk: median 4, at most 4 (2 seeds)")
    expect(text).toContain('rows written more than once, of 16000: median 300, at most 300 (1 seeds)')
    expect(text).toMatch(/^all +3 +2 +3 +0 +0$/m)
  })
})
