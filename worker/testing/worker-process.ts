import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** A worker as a process of its own, started from the sources. */
export interface WorkerProcess {
  readonly child: ChildProcess
  readonly output: () => string
  /** The id under which it is known in Godwit's database. */
  readonly workerId: () => string
  /** Waits until `/readyz` answers 200. */
  readonly untilReady: () => Promise<void>
  /** Waits until it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
}

const root = join(import.meta.dirname, '..', '..')

/**
 * Starts a worker with exactly these variables (and PATH), and an IPC channel as the launcher gives it. `checkout` is where its sources
 * are: this one, or another.
 */
export function startWorker(env: Record<string, string>, checkout = root): WorkerProcess {
  const given: Record<string, string> = { PATH: process.env.PATH ?? '', ...env }
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
    cwd: checkout,
    env: given as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)))
  // Not `close`: it does not come after the IPC channel was cut from this side.
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    await Promise.all([child.stdout, child.stderr].map((stream) => stream && finished(stream)))
    return (code ?? signal) as number | NodeJS.Signals
  })
  return {
    child,
    output: () => output,
    workerId: () => /"workerId":"([^"]+)"/.exec(output)?.[1] ?? '',
    ended,
    untilReady: async () => {
      for (const end = performance.now() + 60_000; performance.now() < end; await wait(50)) {
        if (child.exitCode !== null) break
        const answer = await fetch(`http://127.0.0.1:${env.WORKER_PORT}/readyz`).catch(() => null)
        if (answer?.status === 200) return
      }
      throw new Error(`The worker did not become ready:\n${output}`)
    },
  }
}
