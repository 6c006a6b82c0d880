import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../launch/build.mjs'
import { root } from '../launch/paths.mjs'
import { readJson } from '../launch/stamp.mjs'
import { ensureChromium } from './ensure-chromium.mjs'
import { runTool } from './run-tool.mjs'
import { staticChecks } from './static-checks.mjs'
import { didNotRun, readPlaywright, readVitest } from './summary.mjs'

/**
 * Everything that CI runs, in order; each answers its counts. What fails early is cheap, what is slow comes last, and
 * the browser's tests come after the build that they serve.
 */
export const suites = [
  { name: 'static', run: runStatic },
  { name: 'unit', run: (tools) => runVitest('unit', tools) },
  { name: 'build', run: runBuild },
  { name: 'db', run: (tools) => runVitest('db', tools) },
  { name: 'e2e', run: runPlaywright, needsBrowser: true },
]

async function runStatic({ say, signal }) {
  const counts = { passed: 0, failed: 0, notes: [] }
  for (const { title, check } of staticChecks) {
    const problems = await say.during(
      title,
      () => check({ signal }),
      (found) => found.length === 0,
    )
    if (problems.length === 0) counts.passed += 1
    else {
      counts.failed += 1
      counts.notes.push(`${title}\n${problems.join('\n')}`)
    }
  }
  return counts
}

async function runBuild({ say, signal }) {
  await ensureBuilt(say, { signal })
  return { passed: 1, failed: 0, notes: [] }
}

async function runVitest(project, { signal }) {
  const report = reportPath(project)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // It would paint a file or a pipe, too.
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' }
  const { code, ended } = await runTool(['vitest', ...args], { env, shows: true, signal, report })
  return readVitest(readJson(report), ended ? code : lingering)
}

async function runPlaywright({ say, signal }) {
  await ensureChromium({ say, signal })
  const report = reportPath('e2e')
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const args = ['playwright', 'test', '--reporter=list,json']
  const { code, ended } = await runTool(args, { env, shows: true, signal, report })
  return readPlaywright(readJson(report), ended ? code : lingering)
}

/** Stands in the place of an exit code where a run had to be ended because something that it started lives on. */
const lingering = 'a process that a test left behind'

/** Where a suite's report goes; the last one's is removed, lest it be read for this one's. */
function reportPath(name) {
  const path = join(root, '.test', `${name}.json`)
  rmSync(path, { force: true })
  return path
}

/** Runs a suite; one that could not start is one failure. */
export async function runSuite(suite, tools) {
  try {
    return await suite.run(tools)
  } catch (error) {
    tools.signal.throwIfAborted()
    return didNotRun(error.expected ? error.message : (error.stack ?? String(error)))
  }
}
