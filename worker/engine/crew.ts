import type pg from 'pg'
import type { RunContext } from './context'
import { openRunSession, type RunSession, type Side } from './session'

/** Which sessions a crew works with. */
interface Kind {
  readonly side: Side
  /** What a session does first. */
  readonly begin?: (client: pg.Client) => Promise<void>
}

/** A few sessions that share work which is not copying: opened when they are first needed. */
export class Crew {
  private readonly run: RunContext
  private readonly kind: Kind
  /** By hand: one that could not open its own leaves none. */
  private readonly sessions = new Map<number, RunSession>()

  constructor(run: RunContext, kind: Kind) {
    this.run = run
    this.kind = kind
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
    const open = [...this.sessions.values()]
    this.sessions.clear()
    for (const session of open) await session.close()
  }

  private async session(hand: number): Promise<RunSession> {
    const open = this.sessions.get(hand)
    if (open !== undefined) return open
    const { ports, hold, record } = this.run
    const { side, begin } = this.kind
    const session = await openRunSession(ports, hold, {
      side,
      role: 'lane',
      connectionId: side === 'source' ? record.sourceConnectionId : record.targetConnectionId,
      applicationName: `godwit crew ${hold.runId.slice(0, 8)} ${hand}`,
    })
    this.sessions.set(hand, session)
    await begin?.(session.client)
    return session
  }
}
