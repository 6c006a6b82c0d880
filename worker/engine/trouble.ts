import { type Outage, outageAt, outageDelayMs } from '@/domain/config/retry'
import type { RunPorts } from './run-ports'
import type { RunWatch } from './run-watch'

/** A tenure that lasted so long had its own trouble: counting begins anew. */
const steadyMs = 60_000

/** Counts tenures that broke off one after the other, and waits longer each time, for as long as the policy's horizon. */
export class Trouble {
  private readonly ports: RunPorts
  private readonly watch: RunWatch
  private readonly signal: AbortSignal
  private outage: Outage | null = null
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
    this.outage = outageAt(now - this.last > steadyMs ? null : this.outage, now)
    const delayMs = outageDelayMs(this.watch.controls.config.retryPolicy, this.outage, now, random())
    if (delayMs === null) return false
    await sleep(delayMs, AbortSignal.any([this.signal, this.watch.lost]))
    this.last = clock.elapsedMs()
    return !this.signal.aborted && !this.watch.lost.aborted
  }
}
