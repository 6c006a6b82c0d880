import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { binOf } from '../launch/bin-of.mjs'
import { killGroup } from '../launch/kill-group.mjs'
import { root } from '../launch/paths.mjs'
import { leashed } from '../launch/run-program.mjs'

/**
 * Runs an installed program on our Node. With `shows` its output is the person's; otherwise it is answered. It and all
 * that it started end with the signal.
 *
 * A test runner waits for ever for a process that a test forgot: one that has written its `report` gets `lingerMs` to
 * end, then its whole group is killed and `ended` is false.
 *
 * @param {string[]} command the program and its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shows?: boolean, signal: AbortSignal, report?: string, lingerMs?: number }} options
 * @returns {Promise<{ code: number, output: string, ended: boolean }>}
 */
export async function runTool(
  [program, ...args],
  { cwd = root, env = process.env, shows = false, signal, report, lingerMs = 30_000 },
) {
  signal.throwIfAborted()
  const output = shows ? 'inherit' : 'pipe'
  const child = spawn(process.execPath, [...leashed.args, binOf(program), ...args], {
    cwd,
    env: { ...env, ...leashed.env() },
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  const chunks = []
  child.stdout?.on('data', (chunk) => chunks.push(chunk))
  child.stderr?.on('data', (chunk) => chunks.push(chunk))
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  let ended = true
  let reportedAt
  const watch = setInterval(() => {
    if (!report || !existsSync(report)) return
    reportedAt ??= Date.now()
    if (Date.now() - reportedAt < lingerMs) return
    ended = false
    killGroup(child)
  }, 1000)
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once(shows ? 'exit' : 'close', (status) => resolve(status ?? 1))
  })
  clearInterval(watch)
  signal.removeEventListener('abort', stop)
  killGroup(child)
  signal.throwIfAborted()
  return { code, output: Buffer.concat(chunks).toString(), ended }
}
