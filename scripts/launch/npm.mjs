import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ExpectedError } from './expected-error.mjs'

/**
 * `npm ci` in a folder, without scripts, exactly as its lock says. Shows npm's words only when it failed; ends with the
 * signal. Development and optional packages are named because an environment may leave them out (NODE_ENV=production).
 */
export async function npmCi(dir, { env = process.env, signal } = {}) {
  signal?.throwIfAborted()
  const args = [
    ...['ci', '--ignore-scripts', '--include=dev', '--include=optional'],
    ...['--no-audit', '--no-fund', '--loglevel=error'],
  ]
  const child = spawn('npm', args, { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const words = []
  child.stdout.on('data', (chunk) => words.push(chunk))
  child.stderr.on('data', (chunk) => words.push(chunk))
  // Not SIGTERM: npm then undoes its work first, which takes as long. Without our stamp it begins anew anyway.
  const stop = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', stop, { once: true })
  const [code] = await once(child, 'close').catch((error) => {
    throw error.code === 'ENOENT'
      ? new ExpectedError('npm is not on PATH. Install Node with npm and try again.')
      : error
  })
  signal?.removeEventListener('abort', stop)
  signal?.throwIfAborted()
  if (code !== 0) throw new ExpectedError(`npm ci failed in ${dir}\n${Buffer.concat(words).toString().trim()}`)
}
