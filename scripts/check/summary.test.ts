import { describe, expect, it } from 'vitest'
import { didNotRun, lastLine, readPlaywright, readVitest, total } from './summary.mjs'

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

describe('reading a vitest report', () => {
  it('counts tests', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      testResults: [file('failed', 'failed'), file('passed', 'passed')],
    }
    expect(readVitest(report, 1)).toMatchObject({ passed: 3, failed: 1 })
  })

  it('counts a file that could not be loaded', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('failed')] }
    expect(readVitest(report, 1)).toMatchObject({ passed: 3, failed: 1, notes: ['a.test.ts could not run'] })
  })

  it('counts a run that failed although no test did', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(readVitest(report, 1)).toMatchObject({ passed: 3, failed: 1 })
  })

  it('counts a run without a report, and one without a test', () => {
    expect(readVitest(undefined, 0).failed).toBe(1)
    expect(readVitest({ numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0).failed).toBe(1)
  })
})

describe('reading a playwright report', () => {
  it('counts flaky tests as passed and unexpected ones as failed', () => {
    const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 4 }
    expect(readPlaywright({ stats, errors: [] }, 1)).toMatchObject({ passed: 6, failed: 2 })
  })

  it('counts a set-up that failed before any test', () => {
    const stats = { expected: 0, flaky: 0, unexpected: 0, skipped: 0 }
    expect(readPlaywright({ stats, errors: [{ message: 'no server' }] }, 1)).toEqual({
      passed: 0,
      failed: 1,
      notes: ['no server'],
    })
  })
})

it('the last line sums all suites, with one that did not run as a failure', () => {
  const suites = [{ passed: 6, failed: 0 }, { passed: 210, failed: 1 }, didNotRun('no browser')]
  expect(lastLine(total(suites))).toBe('216 passed, 2 failed')
})
