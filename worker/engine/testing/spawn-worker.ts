import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../../..')

/** A program of the worker's as one file, so that starting it takes no longer than starting Node. */
export interface Program {
  readonly start: (env: Record<string, string>) => WorkerProcess
  readonly remove: () => Promise<void>
}

export interface WorkerProcess {
  readonly pid: number
  /** Writes a line to its input. */
  readonly tell: (line: string) => void
  /** Resolves when it says that its run is over; rejects when it ends before. */
  readonly over: Promise<void>
  readonly signal: (name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void
  /** Ends its input and waits until the process is gone. */
  readonly end: () => Promise<void>
  /** The most memory that it ever held, in bytes. */
  readonly peakRss: () => Promise<number>
}

/** Bundles a program as the launcher does, into the folder of test leavings. `entry` is a path in the checkout. */
export async function bundle(entry: string): Promise<Program> {
  const outfile = await bundleFile(entry)
  return { start: (env) => start(outfile, env), remove: () => rm(outfile) }
}

/** The same as a file, to be started and removed by the caller. */
export async function bundleFile(entry: string): Promise<string> {
  const folder = join(root, '.test')
  await mkdir(folder, { recursive: true })
  const outfile = join(folder, `${basename(entry, '.ts')}-${process.pid}.mjs`)
  const alias = { '@': root, 'drizzle-orm': join(root, 'node_modules/drizzle-orm') }
  const entryPoints = [join(root, entry)]
  await build({ entryPoints, outfile, alias, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  return outfile
}

/** The program that executes one run: `worker-process.ts`. */
export const bundleWorkerProcess = (): Promise<Program> => bundle('worker/engine/testing/worker-process.ts')

function start(file: string, env: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The worker process did not start.')
  const gone = once(child, 'exit')
  const over = untilOver(child)
  child.stdin?.on('error', () => undefined) // a killed process does not read
  over.catch(() => undefined) // a test that kills the process does not wait for it
  return {
    pid,
    tell: (line) => void child.stdin?.write(`${line}\n`),
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
      if (said.toString().includes('over\n')) resolve()
    })
    child.on('exit', (code, signal) => reject(new Error(`The worker process ended: ${code ?? signal}`)))
  })
}
