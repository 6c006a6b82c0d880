import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { ProcessOrder } from './worker-process'

const root = join(import.meta.dirname, '../../..')

/** A worker process as one file, so that starting it takes no longer than starting Node. */
export interface WorkerProgram {
  readonly start: (order: ProcessOrder) => WorkerProcess
  readonly remove: () => Promise<void>
}

export interface WorkerProcess {
  readonly pid: number
  /** Resolves when the run is over; rejects when the process ends before. */
  readonly over: Promise<void>
  readonly signal: (name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void
  /** Ends the process and waits until it is gone. */
  readonly end: () => Promise<void>
  /** The most memory that it ever held, in bytes. */
  readonly peakRss: () => Promise<number>
}

/** Bundles the process into the folder of test leavings. */
export async function buildWorker(): Promise<WorkerProgram> {
  const folder = join(root, '.test')
  await mkdir(folder, { recursive: true })
  const outfile = join(folder, `engine-worker-${process.pid}.mjs`)
  const entryPoints = [join(import.meta.dirname, 'worker-process.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', alias: { '@': root } })
  return { start: (order) => start(outfile, order), remove: () => rm(outfile) }
}

function start(file: string, order: ProcessOrder): WorkerProcess {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { ...process.env, GODWIT_ORDER: JSON.stringify(order) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The worker process did not start.')
  const gone = once(child, 'exit')
  const over = untilOver(child)
  over.catch(() => undefined) // a test that kills the process does not wait for it
  return {
    pid,
    over,
    signal: (name) => void child.kill(name),
    end: async () => {
      child.stdin?.end()
      if (child.exitCode === null && child.signalCode === null) await gone
    },
    peakRss: async () => {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
      return Number(kilobytes) * 1_024
    },
  }
}

function untilOver(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (said: Buffer) => {
      if (said.toString().includes('over')) resolve()
    })
    child.on('exit', (code, signal) => reject(new Error(`The worker process ended: ${code ?? signal}`)))
  })
}
