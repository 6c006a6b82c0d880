import type pg from 'pg'
import { serverStartedAt } from '@/connectors/postgres/backends'
import { type Outage, outageAt, outageDelayMs } from '@/domain/config/retry'
import type { LaneContext } from './context'
import { inWords, judge, Stopped } from './failure'
import { seeSnapshot } from './see-snapshot'
import { openRunSession, type RunSession } from './session'

/** A lane's pair of connections: opened when they are first needed, kept warm over all tables, opened anew after a failure. */
export class LaneSessions {
  private readonly run: LaneContext
  private readonly lane: number
  private sourceSession: RunSession | null = null
  private targetSession: RunSession | null = null

  constructor(run: LaneContext, lane: number) {
    this.run = run
    this.lane = lane
  }

  /** The source session, inside the run's snapshot. */
  async source(): Promise<RunSession> {
    const { snapshot } = this.run
    if (snapshot === null) throw new Error('Nothing was to be read any more.')
    this.sourceSession ??= await this.open('source', (client) => seeSnapshot(this.run, client, snapshot))
    return this.sourceSession
  }

  /** The target session, outside a transaction. */
  async target(): Promise<RunSession> {
    const { halt, targetStartedAt } = this.run
    this.targetSession ??= await this.open('target', async (client) => {
      if ((await serverStartedAt(client)) === targetStartedAt) return
      halt.request({ kind: 'again', reason: 'The target server was restarted.' }, 0)
      throw new Stopped('The target server was restarted.')
    })
    return this.targetSession
  }

  async close(): Promise<void> {
    const open = [this.sourceSession, this.targetSession]
    this.sourceSession = null
    this.targetSession = null
    for (const session of open) await session?.close()
  }

  /** A server out of reach costs a chunk no attempt: the lane waits for it, for as long as the horizon lasts; then the run does, for a person. */
  private async open(side: 'source' | 'target', begin: (client: pg.Client) => Promise<void>): Promise<RunSession> {
    const { ports, hold, record, halt, watch } = this.run
    const connectionId = side === 'source' ? record.sourceConnectionId : record.targetConnectionId
    const applicationName = `godwit lane ${hold.runId.slice(0, 8)} ${this.lane}`
    for (let outage: Outage | null = null; ; ) {
      try {
        const session = await openRunSession(ports, hold, { side, role: 'lane', connectionId, applicationName })
        try {
          await begin(session.client)
          return session
        } catch (error) {
          await session.close()
          throw error
        }
      } catch (error) {
        const verdict = judge(error)
        if (verdict.kind !== 'failure' || verdict.error.class !== 'transient') throw error
        const now = ports.clock.elapsedMs()
        outage = outageAt(outage, now)
        const waitMs = outageDelayMs(watch.controls.config.retryPolicy, outage, now, ports.random())
        if (waitMs === null) {
          halt.request({ kind: 'waiting', reason: inWords(verdict.error), fix: verdict.error.fix }, 0)
          throw new Stopped('A server was out of reach for too long.')
        }
        await ports.sleep(waitMs, halt.soft)
        if (halt.soft.aborted) throw new Stopped('The run halts while a server is out of reach.')
      }
    }
  }
}
