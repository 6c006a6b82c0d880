import { retryDelayMs } from '@/domain/config/retry'
import type { RunPorts } from './run-ports'
import type { RunWatch } from './run-watch'

/** How long a run goes on trying while a server is out of reach, or Godwit's own database is. */
const horizonMs = 30 * 60_000
/** A tenure that lasted so long had its own trouble: counting begins anew. */
const steadyMs = 60_000

/** Counts tenures that broke off one after the other, and waits longer each time. */
export class Trouble {
  private readonly ports: RunPorts
  private readonly watch: RunWatch
  private readonly signal: AbortSignal
  private attempt = 0
  private since = 0
  private last = 0

  constructor(ports: RunPorts, watch: RunWatch, signal: AbortSignal) {
    this.ports = ports
    this.watch = watch
    this.signal = signal
  }

  /** False: it has been tried for long enough, or nobody wants it any more. */
  async wait(): Promise<boolean> {
    const { clock, random, sleep } = this.ports
    const now = clock.elapsedMs()
    if (this.attempt === 0 || now - this.last > steadyMs) {
      this.attempt = 0
      this.since = now
    }
    this.attempt += 1
    const { retryPolicy } = this.watch.controls.config
    const delayMs = retryDelayMs({ ...retryPolicy, maxAttempts: this.attempt + 1 }, this.attempt, random()) ?? 0
    await sleep(delayMs, AbortSignal.any([this.signal, this.watch.lost]))
    this.last = clock.elapsedMs()
    return !this.signal.aborted && !this.watch.lost.aborted && now - this.since < horizonMs
  }
}
