import { renewLease } from '@/db/statements/claim-run'
import type { RunHold } from '@/db/statements/hold-run'
import { type Controls, readControls } from '@/db/statements/read-controls'
import type { RunPorts } from './run-ports'

/**
 * Holds a run's lease and looks at what is wanted of it: one loop for as long as the job lives. `controls` is never older than
 * `controlMs`, unless Godwit's database does not answer: then the lanes go on, and the fence in the target protects the rows.
 * `lost` aborts once another worker has the run, or nobody may have it any more.
 */
export class RunWatch {
  controls: Controls
  /** Who takes a table or chunk up again that somebody asked for; null: the next tenure does. */
  onRetry: (() => void) | null = null
  private readonly ports: RunPorts
  private readonly hold: RunHold
  private readonly listeners = new Set<() => void>()
  private readonly ending = new AbortController()
  private readonly losing = new AbortController()
  private loop: Promise<void> = Promise.resolve()

  private constructor(ports: RunPorts, hold: RunHold, controls: Controls) {
    this.ports = ports
    this.hold = hold
    this.controls = controls
  }

  static async start(ports: RunPorts, hold: RunHold): Promise<RunWatch> {
    const watch = new RunWatch(ports, hold, await readControls(ports.database.db, hold.migrationId))
    watch.loop = watch.look()
    return watch
  }

  get lost(): AbortSignal {
    return this.losing.signal
  }

  /** Calls back after each change of the controls; answers how to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Waits until `isSo`, as soon as it is seen; false: the time is over, the run is lost, or the signal aborted. */
  async until(isSo: (controls: Controls) => boolean, waitMs: number, signal: AbortSignal): Promise<boolean> {
    if (isSo(this.controls)) return true
    const over = new AbortController()
    let found = false
    const forget = this.onChange(() => {
      if (!isSo(this.controls)) return
      found = true
      over.abort()
    })
    await this.ports.sleep(waitMs, AbortSignal.any([over.signal, this.lost, signal]))
    forget()
    return found
  }

  /** Reads the controls at once. */
  async refresh(): Promise<Controls> {
    this.accept(await readControls(this.ports.database.db, this.hold.migrationId))
    return this.controls
  }

  async stop(): Promise<void> {
    this.ending.abort()
    await this.loop
  }

  private async look(): Promise<void> {
    const { clock, sleep, timing, database, workerId, log } = this.ports
    let renewedAt = clock.elapsedMs()
    while (!this.ending.signal.aborted) {
      await sleep(timing.controlMs, this.ending.signal)
      if (this.ending.signal.aborted) return
      try {
        this.accept(await readControls(database.db, this.hold.migrationId))
        if (clock.elapsedMs() - renewedAt < timing.heartbeatMs) continue
        renewedAt = clock.elapsedMs()
        const lease = { runId: this.hold.runId, workerId, leaseMs: timing.leaseMs }
        if (!(await renewLease(database.db, lease))) this.losing.abort()
      } catch (cause) {
        log.warn({ err: cause, runId: this.hold.runId }, 'the controls of a run cannot be read')
      }
    }
  }

  private accept(controls: Controls): void {
    const before = JSON.stringify(this.controls)
    this.controls = controls
    if (controls.workerId !== this.ports.workerId) this.losing.abort()
    if (before !== JSON.stringify(controls)) for (const listener of [...this.listeners]) listener()
  }
}
