import { parseArgs } from 'node:util'
import { stopSignal } from '../launch/stop-signal.mjs'
import { runSuite, suites } from './suites.mjs'
import { lastLine, total } from './summary.mjs'

/** Runs all suites and says how each went. Answers the exit code. */
export async function runAll(say) {
  const signal = stopSignal()
  const { values } = parseArgs({ options: { 'without-browser': { type: 'boolean', default: false } } })
  const results = []
  for (const suite of suites) {
    if (suite.needsBrowser && values['without-browser']) {
      results.push({ name: suite.name, passed: 0, failed: 0, notes: ['not run: --without-browser'] })
      continue
    }
    say.line(`\n${say.bold(suite.name)}`)
    const counts = await runSuite(suite, { say, signal })
    for (const note of counts.notes) say.fail(note)
    results.push({ name: suite.name, ...counts })
  }
  const sum = total(results)
  const lines = results.map(
    ({ name, passed, failed, notes }) =>
      `  ${name.padEnd(7)} ${lastLine({ passed, failed })}${passed + failed === 0 ? `  (${notes[0]})` : ''}`,
  )
  process.stdout.write(`\n${lines.join('\n')}\n\n${lastLine(sum)}\n`)
  return sum.failed === 0 ? 0 : 1
}
