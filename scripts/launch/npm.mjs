import { spawnSync } from 'node:child_process'

/**
 * `npm ci` in a folder, without scripts, exactly as its lock says. Shows npm's words only when it failed.
 * Development and optional packages are named because an environment may leave them out (NODE_ENV=production).
 */
export function npmCi(dir, env = process.env) {
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const run = spawnSync('npm', args, {
    cwd: dir,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    maxBuffer: 64 << 20,
  })
  if (run.error?.code === 'ENOENT')
    throw new Error('npm is not on PATH. Install Node with npm (nodejs.org) and try again.')
  if (run.error) throw run.error
  if (run.status !== 0) throw new Error(`npm ci failed in ${dir}\n${`${run.stderr}${run.stdout}`.trim()}`)
}
