import {
  adoptSnapshot,
  exportSnapshot,
  importSnapshot,
  isSnapshotGone,
  type TakenSnapshot,
  takeSnapshot,
} from '@/connectors/postgres/snapshot'
import type { RunHold } from '@/db/statements/hold-run'
import type { TableRef } from '@/domain/plan/plan'
import type { RunPorts } from './run-ports'
import { openRunSession, type RunSession } from './session'

/** What a keeper needs to know of the run. */
export interface KeeperOf {
  readonly hold: RunHold
  readonly connectionId: string
  readonly tables: readonly TableRef[]
}

/**
 * Holds a run's snapshot open on the source, by a session that does nothing else: as long as it lives, every lane can import the
 * same state of the database. It is pinged, since networks drop silent connections.
 */
export class Keeper {
  readonly snapshot: TakenSnapshot
  readonly session: RunSession
  private readonly ending = new AbortController()
  private readonly pinging: Promise<void>

  private constructor(ports: RunPorts, session: RunSession, snapshot: TakenSnapshot) {
    this.session = session
    this.snapshot = snapshot
    this.pinging = this.ping(ports)
  }

  /** Locks the tables, takes a new snapshot and exports it. */
  static async take(ports: RunPorts, of: KeeperOf, onLost: () => void): Promise<Keeper> {
    return Keeper.open(ports, of, onLost, ({ client }) => takeSnapshot(client, of.tables))
  }

  /**
   * Goes on with a snapshot that a keeper elsewhere still holds, under a new name; null: it cannot be imported any more. Only
   * when the tables are locked here as well is the other keeper asked for again: it must have lived until then.
   */
  static async adopt(ports: RunPorts, of: KeeperOf, name: string, onLost: () => void): Promise<Keeper | null> {
    try {
      return await Keeper.open(ports, of, onLost, async ({ client }) => {
        await adoptSnapshot(client, name, of.tables)
        const again = await openRunSession(ports, of.hold, sessionKind(of))
        try {
          await importSnapshot(again.client, name)
        } finally {
          await again.close()
        }
        return exportSnapshot(client)
      })
    } catch (error) {
      if (isSnapshotGone(error)) return null
      throw error
    }
  }

  private static async open(
    ports: RunPorts,
    of: KeeperOf,
    onLost: () => void,
    begin: (session: RunSession) => Promise<TakenSnapshot>,
  ): Promise<Keeper> {
    const session = await openRunSession(ports, of.hold, { ...sessionKind(of), onLost })
    try {
      return new Keeper(ports, session, await begin(session))
    } catch (error) {
      await session.close()
      throw error
    }
  }

  get isLost(): boolean {
    return this.session.isLost()
  }

  /** Lets the snapshot go. */
  async close(): Promise<void> {
    this.ending.abort()
    await this.pinging
    await this.session.close()
  }

  private async ping({ sleep, timing, log }: RunPorts): Promise<void> {
    for (;;) {
      await sleep(timing.keeperPingMs, this.ending.signal)
      if (this.ending.signal.aborted || this.isLost) return
      // A ping that fails breaks the connection, and that is what onLost tells.
      await this.session.client.query('SELECT 1').catch((err: unknown) => log.warn({ err }, 'the keeper has no answer'))
    }
  }
}

const sessionKind = ({ connectionId, hold }: KeeperOf) =>
  ({
    side: 'source',
    role: 'keeper',
    connectionId,
    applicationName: `godwit keeper ${hold.runId.slice(0, 8)}`,
  }) as const
