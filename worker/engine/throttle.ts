import type { Throttle } from '@/connectors/postgres/copy'
import type { RunPorts } from './run-ports'

/** What may pass at once after a quiet time: a quarter of a second's worth. */
const burstSeconds = 0.25
/** A changed rate is seen after this long at the latest. */
const lookMs = 250

/**
 * One bucket for the bytes of all lanes of a run. What has passed is paid afterwards: a lane that overdraws waits until the bucket
 * is full again, so that a large chunk is slowed evenly while it streams. The rate is asked for each time; null is no limit.
 */
export class ByteThrottle implements Throttle {
  private readonly ports: Pick<RunPorts, 'clock' | 'sleep'>
  private readonly rate: () => number | null
  private level = 0
  private filledAt: number

  constructor(ports: Pick<RunPorts, 'clock' | 'sleep'>, rate: () => number | null) {
    this.ports = ports
    this.rate = rate
    this.filledAt = ports.clock.elapsedMs()
  }

  spend(bytes: number, signal: AbortSignal): Promise<void> | undefined {
    if (this.fill() === null) return undefined
    this.level -= bytes
    return this.level >= 0 ? undefined : this.untilFilled(signal)
  }

  private async untilFilled(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const rate = this.fill()
      if (rate === null || this.level >= 0) return
      await this.ports.sleep(Math.min(lookMs, Math.ceil((-this.level / rate) * 1_000)), signal)
    }
  }

  /** Adds what the time since the last call is worth; answers the rate. */
  private fill(): number | null {
    const now = this.ports.clock.elapsedMs()
    const rate = this.rate()
    this.level = rate === null ? 0 : Math.min(rate * burstSeconds, this.level + ((now - this.filledAt) / 1_000) * rate)
    this.filledAt = now
    return rate
  }
}
