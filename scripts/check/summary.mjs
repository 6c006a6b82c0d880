/** Counts of a suite. `notes` are problems that no single test stands for. */
const nothing = { passed: 0, failed: 0, notes: [] }

/** A suite that gave no report counts as one failure, so that nothing can vanish from the sum. */
export function didNotRun(why) {
  return { ...nothing, failed: 1, notes: [why] }
}

/**
 * Reads vitest's JSON report. A file that could not be loaded has no test of its own: it counts as one failure. So does
 * a run that failed without naming a test (an unhandled error, a leaked handle).
 */
export function readVitest(report, exitCode) {
  if (!report) return didNotRun(`vitest wrote no report (exit ${exitCode})`)
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + unloaded.length
  return settle(
    { passed: report.numPassedTests, failed, notes: unloaded.map((file) => `${file.name} could not run`) },
    exitCode,
  )
}

/** Reads Playwright's JSON report. A flaky test passed in the end; errors outside of tests (set-up) count one each. */
export function readPlaywright(report, exitCode) {
  if (!report) return didNotRun(`playwright wrote no report (exit ${exitCode})`)
  const { expected, flaky, unexpected } = report.stats
  const errors = report.errors ?? []
  return settle(
    {
      passed: expected + flaky,
      failed: unexpected + errors.length,
      notes: errors.map((error) => error.message ?? String(error)),
    },
    exitCode,
  )
}

/** Neither a failed run without a failed test, nor a run without any test, may look like success. */
function settle(counts, exitCode) {
  if (counts.failed > 0) return counts
  if (exitCode !== 0) return { ...counts, failed: 1, notes: [`ended with ${exitCode}, although no test failed`] }
  if (counts.passed === 0) return { ...counts, failed: 1, notes: ['ran no test'] }
  return counts
}

/** Sum over suites. */
export function total(suites) {
  return suites.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  })
}

/** The line that ends every run; others parse it. */
export function lastLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}
