import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ExpectedError } from './expected-error.mjs'
import { killGroup } from './kill-group.mjs'
import { readLogLine } from './log-line.mjs'
import { root } from './paths.mjs'

const tailLines = 25
const leash = new URL('./leash.mjs', import.meta.url).href

/** What puts a Node program, spawned with an IPC channel, on the leash: it ends when we do, however we die. */
export const leashed = { args: ['--import', leash], env: () => ({ GODWIT_LEASH: String(process.pid) }) }

/**
 * Starts a program of ours on this very Node, in a group of its own and on the leash.
 *
 * @param {string[]} args Node's arguments: flags, the program's path, its arguments
 * @param {{ env: object, onLine: (text: string, fromStderr: boolean) => void }} options
 */
export function spawnProgram(args, { env, onLine }) {
  const child = spawn(process.execPath, [...leashed.args, ...args], {
    cwd: root,
    env: { ...env, ...leashed.env() },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  createInterface({ input: child.stdout }).on('line', (text) => onLine(text, false))
  createInterface({ input: child.stderr }).on('line', (text) => onLine(text, true))
  return child
}

/**
 * Runs a program to its end and answers the lines of its stdout. Throws with its last lines if it fails; if the signal
 * fires, throws the abort's reason once the program has ended. With `isAnswer` stdout may be confidential: it is
 * neither logged nor repeated.
 */
export async function runProgram(name, args, { env, log, signal, isAnswer = false }) {
  signal?.throwIfAborted()
  const answer = []
  const tail = []
  const onLine = (text, fromStderr) => {
    if (!fromStderr) answer.push(text)
    if (isAnswer && !fromStderr) return
    log.write(text)
    tail.push(readLogLine(text, fromStderr).text)
    if (tail.length > tailLines) tail.shift()
  }
  const child = spawnProgram(args, { env, onLine })
  const onAbort = () => child.kill('SIGTERM')
  signal?.addEventListener('abort', onAbort, { once: true })
  const how = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, killedBy) => resolve(killedBy ?? code))
  })
  signal?.removeEventListener('abort', onAbort)
  killGroup(child)
  signal?.throwIfAborted()
  if (how !== 0) throw new ExpectedError(`${name} failed (${how})\n${tail.join('\n')}`)
  return answer
}
