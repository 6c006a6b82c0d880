import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { binOf } from '../launch/bin-of.mjs'
import { root } from '../launch/paths.mjs'

/**
 * Runs an installed program on our Node. With `shows` its output is the person's; otherwise it is answered.
 * Ends with the signal, and so do the programs that it started.
 *
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runTool([program, ...args], { cwd = root, env = process.env, shows = false, signal }) {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [binOf(program), ...args], {
    cwd,
    env,
    stdio: shows ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  })
  const chunks = []
  child.stdout?.on('data', (chunk) => chunks.push(chunk))
  child.stderr?.on('data', (chunk) => chunks.push(chunk))
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  const [code] = await once(child, 'close')
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  return { code: code ?? 1, output: Buffer.concat(chunks).toString() }
}
