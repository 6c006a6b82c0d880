import type { RunHold } from '@/db/statements/hold-run'
import { addSample, changeRun } from '@/db/statements/write-run'
import { wake } from '@/db/wake'
import type { RunPorts } from './run-ports'

const sampleMs = 1_000

/**
 * Gathers what the lanes do and tells it, coalesced: readers are woken at most once each `progressMs`, and the chart gets a point a
 * second while something moves. Chunks and tasks are written where they change; nothing here is needed to go on after a crash.
 */
export class Progress {
  private readonly ports: RunPorts
  private readonly hold: RunHold
  private readonly ending = new AbortController()
  private readonly loop: Promise<void>
  private rows = 0n
  private bytes = 0n
  private lanes = 0
  private toldLanes = 0
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
    this.lanes += change
    this.isNews = true
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
        await this.tellOnce()
      } catch (cause) {
        log.warn({ err: cause, runId: this.hold.runId }, 'progress cannot be written')
      }
    }
  }

  private async tellOnce(): Promise<void> {
    const { clock, database } = this.ports
    const { runId, migrationId } = this.hold
    const ms = clock.elapsedMs() - this.sampledAt
    const isLast = this.ending.signal.aborted
    if ((ms >= sampleMs || isLast) && (this.rows > 0n || this.bytes > 0n)) {
      const { rows, bytes } = this
      this.rows = 0n
      this.bytes = 0n
      this.sampledAt += ms
      await addSample(database.db, { runId, at: clock.now(), rows, bytes, ms: Math.round(ms) })
      this.isNews = true
    } else if (ms >= sampleMs) this.sampledAt += ms
    if (!this.isNews) return
    this.isNews = false
    if (this.lanes !== this.toldLanes) {
      this.toldLanes = this.lanes
      await changeRun(database.db, runId, { lanesActive: this.lanes })
    }
    await wake(database.db, [{ kind: 'migration', id: migrationId }])
  }
}
