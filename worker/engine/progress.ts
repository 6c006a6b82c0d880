import type { RunHold } from '@/db/statements/hold-run'
import { addSample, changeRun } from '@/db/statements/write-run'
import { type StepState, showSteps } from '@/db/statements/write-task'
import { wake } from '@/db/wake'
import type { RunPorts } from './run-ports'

const sampleMs = 1_000

/**
 * Gathers what a run does and tells it, coalesced: readers are woken at most once each `progressMs`, and the chart gets a point a
 * second while something moves. Chunks and tasks are written where they change; nothing here is needed to go on after a crash.
 */
export class Progress {
  private readonly ports: RunPorts
  private readonly hold: RunHold
  private readonly ending = new AbortController()
  private readonly loop: Promise<void>
  private readonly steps = new Map<number, StepState>()
  private readonly shown: { lanesActive: number; currentStep: string | null } = { lanesActive: 0, currentStep: null }
  private rows = 0n
  private bytes = 0n
  private isShown = true
  private isNews = false
  private sampledAt: number

  constructor(ports: RunPorts, hold: RunHold) {
    this.ports = ports
    this.hold = hold
    this.sampledAt = ports.clock.elapsedMs()
    this.loop = this.tell()
  }

  /** Bytes that a lane has moved; those of a chunk that fails later were moved as well. */
  moved(bytes: number): void {
    this.bytes += BigInt(bytes)
  }

  landed(rows: bigint): void {
    this.rows += rows
    this.isNews = true
  }

  /** A lane has begun (1) or ended (−1) to work. */
  lane(change: 1 | -1): void {
    this.shown.lanesActive += change
    this.isShown = false
  }

  /** A step has begun or ended. */
  step(identity: string, state: StepState): void {
    this.steps.set(state.n, state)
    this.shown.currentStep = state.state === 'running' ? identity : null
    this.isShown = false
  }

  /** Something else has changed that a reader wants to see. */
  news(): void {
    this.isNews = true
  }

  async stop(): Promise<void> {
    this.ending.abort()
    await this.loop
  }

  private async tell(): Promise<void> {
    const { sleep, timing, log } = this.ports
    while (!this.ending.signal.aborted) {
      await sleep(timing.progressMs, this.ending.signal)
      try {
        await this.sample()
        await this.show()
      } catch (cause) {
        log.warn({ err: cause, runId: this.hold.runId }, 'progress cannot be written')
      }
    }
  }

  private async sample(): Promise<void> {
    const { clock, database } = this.ports
    const ms = clock.elapsedMs() - this.sampledAt
    if (ms < sampleMs && !this.ending.signal.aborted) return
    this.sampledAt += ms
    if (this.rows === 0n && this.bytes === 0n) return
    const { rows, bytes } = this
    this.rows = 0n
    this.bytes = 0n
    await addSample(database.db, { runId: this.hold.runId, at: clock.now(), rows, bytes, ms: Math.round(ms) })
    this.isNews = true
  }

  private async show(): Promise<void> {
    const { db } = this.ports.database
    const { runId, migrationId } = this.hold
    if (!this.isShown) {
      this.isShown = true
      this.isNews = true
      const steps = [...this.steps.values()]
      this.steps.clear()
      await showSteps(db, this.hold, steps)
      await changeRun(db, runId, { ...this.shown })
    }
    if (!this.isNews) return
    this.isNews = false
    await wake(db, [{ kind: 'migration', id: migrationId }])
  }
}
