import type { RunContext } from './context'
import { openRunSession, type RunSession } from './session'

/** A few sessions on the target that share the work after the rows; opened when they are first needed. */
export class Crew {
  private readonly run: RunContext
  private readonly sessions: RunSession[] = []

  constructor(run: RunContext) {
    this.run = run
  }

  /**
   * Does `work` for each item, as many at once as the settings allow lanes. Stops taking items when the run halts, or when one throws;
   * that is thrown on when nobody works any more.
   */
  async each<T>(items: readonly T[], work: (session: RunSession, item: T) => Promise<void>): Promise<void> {
    const { halt, watch } = this.run
    const queue = [...items]
    const failed: unknown[] = []
    const hands = Math.min(queue.length, watch.controls.config.maxThreads)
    const worker = async (hand: number) => {
      const session = await this.session(hand)
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        if (halt.soft.aborted || failed.length > 0) return
        await work(session, item)
      }
    }
    await Promise.all(
      Array.from({ length: hands }, (_, hand) => worker(hand).catch((error: unknown) => failed.push(error))),
    )
    if (failed.length > 0) throw failed[0]
  }

  async close(): Promise<void> {
    for (const session of this.sessions.splice(0)) await session.close()
  }

  private async session(hand: number): Promise<RunSession> {
    const open = this.sessions[hand]
    if (open !== undefined) return open
    const { ports, hold, record } = this.run
    const session = await openRunSession(ports, hold, {
      side: 'target',
      role: 'lane',
      connectionId: record.targetConnectionId,
      applicationName: `godwit build ${hold.runId.slice(0, 8)} ${hand}`,
    })
    this.sessions[hand] = session
    return session
  }
}
