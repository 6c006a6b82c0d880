import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { bundleFile } from '@/worker/engine/testing/spawn-worker'
import type { WorkerTiming } from '@/worker/serve-worker'

/** The product's times, shortened. */
export const timing: WorkerTiming = {
  leaseMs: 1_200,
  heartbeatMs: 200,
  controlMs: 100,
  sweepMs: 400,
  keeperPingMs: 1_000,
  snapshotHoldMs: 60_000,
  pauseGraceMs: 500,
  stopGraceMs: 500,
}
const restartMs = 150
const keptLines = 4_000

/** One of the workers: a process that is started again whenever it ends, as the launcher does. */
interface Place {
  readonly env: Record<string, string>
  child: ChildProcess | null
  starts: number
}

/** The worker processes of an arena, each behind a proxy of its own to Godwit's database. */
export class Workers {
  private readonly file: string
  private readonly places: Place[]
  private readonly lines: string[] = []
  private ending = false

  private constructor(file: string, places: Place[]) {
    this.file = file
    this.places = places
  }

  /** Starts one worker for each environment. */
  static async start(environments: readonly Record<string, string>[]): Promise<Workers> {
    const file = await bundleFile('chaos/worker-process.ts')
    const workers = new Workers(
      file,
      environments.map((env) => ({ env, child: null, starts: 0 })),
    )
    for (const place of workers.places) workers.launch(place)
    return workers
  }

  /** Which of them, by its process id; −1: none. */
  indexOf(pid: number): number {
    return this.places.findIndex(({ child }) => child?.pid === pid)
  }

  /** Process ids of those that live. */
  get pids(): number[] {
    return this.places.flatMap(({ child }) => (child?.pid !== undefined && !hasEnded(child) ? [child.pid] : []))
  }

  /** How often workers have been started so far. */
  get starts(): number {
    return this.places.reduce((sum, { starts }) => sum + starts, 0)
  }

  signal(pid: number, name: NodeJS.Signals): boolean {
    return this.places.find(({ child }) => child?.pid === pid)?.child?.kill(name) ?? false
  }

  /** What they have written since the last call: JSON lines, and their last words. */
  takeLines(): string[] {
    return this.lines.splice(0)
  }

  /** Tells all to stop in order and waits; one that does not is killed. Answers how many had to be. */
  async stop(): Promise<number> {
    this.ending = true
    let killed = 0
    await Promise.all(
      this.places.map(async ({ child }) => {
        if (child === null || hasEnded(child)) return
        const gone = once(child, 'exit')
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        if (await Promise.race([gone.then(() => true), wait(15_000).then(() => false)])) return
        killed += 1
        child.kill('SIGKILL')
        await gone
      }),
    )
    await rm(this.file, { force: true })
    return killed
  }

  private launch(place: Place): void {
    const child = spawn(process.execPath, [this.file], {
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...place.env },
      // A channel, so that none outlives the nemesis.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    place.child = child
    place.starts += 1
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => this.keep(String(piece)))
    child.once('exit', () => {
      if (!this.ending) setTimeout(() => !this.ending && this.launch(place), restartMs)
    })
  }

  private keep(text: string): void {
    this.lines.push(...text.split('\n').filter((line) => line !== ''))
    if (this.lines.length > keptLines) this.lines.splice(0, this.lines.length - keptLines)
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null
