import { spawnSync } from 'node:child_process'
import { ExpectedError } from '../launch/expected-error.mjs'
import { readIfThere } from '../launch/stamp.mjs'
import { findChromium } from './chromium.mjs'
import { runTool } from './run-tool.mjs'

/** Finds a Chromium or installs one: Debian's package as root, Playwright's own download elsewhere. Throws if neither can be. */
export async function ensureChromium({ say, signal }) {
  const { chromium } = await import('@playwright/test')
  const isThere = () => findChromium(chromium.executablePath()).found
  if (isThere()) return
  await say.during('Installing Chromium', async () => {
    if (isDebian() && process.getuid?.() === 0) installPackage()
    else await runTool(['playwright', 'install', 'chromium'], { signal })
    if (!isThere()) throw new ExpectedError(advice)
  })
}

const advice =
  'There is no Chromium here, and none could be installed. Install the package "chromium" (Debian: apt-get install chromium), ' +
  'or name one in GODWIT_CHROMIUM. Everything else runs with: npm test -- --without-browser'

function isDebian() {
  return /^ID="?debian"?$/m.test(readIfThere('/etc/os-release', 'utf8') ?? '')
}

function installPackage() {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const run = spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    if (run.status !== 0)
      throw new ExpectedError(`apt-get ${args.join(' ')} failed:\n${`${run.stdout}${run.stderr}`.slice(-1500)}`)
  }
}
