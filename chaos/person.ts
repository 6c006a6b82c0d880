import { setTimeout as wait } from 'node:timers/promises'
import type { MigrationCommand } from '@/domain/migration/commands'
import type { MigrationState } from '@/domain/migration/state'
import type { Rig } from '@/worker/engine/testing/rig'
import type { Desk } from './desk'
import { patiently } from './patience'
import type { Watch } from './watch'

/** What a person had to do, and why: each with the reason that the page showed. */
export interface Pressed {
  readonly button: 'plan' | 'resume' | 'accept'
  readonly state: MigrationState
  readonly reason: string
}

const lookMs = 80
/** Nobody presses a button more often than this. */
const patience = 6

/**
 * Whoever sits before the page: plans, acknowledges, starts; accepts what is in quarantine, resumes what paused with another reason, and
 * revises what failed, once the trouble is over. Sees nothing but the state and its reason.
 */
export class Person {
  readonly pressed: Pressed[] = []
  /** While this is false, a paused or failed migration is left alone: the trouble goes on. */
  isTroubleOver = true
  private readonly rig: Rig
  private readonly desk: Desk
  private readonly own: Watch
  private readonly migrationId: string
  private stopped = false
  private loop: Promise<void> = Promise.resolve()

  constructor(given: { rig: Rig; desk: Desk; own: Watch; migrationId: string }) {
    this.rig = given.rig
    this.desk = given.desk
    this.own = given.own
    this.migrationId = given.migrationId
  }

  begin(): void {
    this.loop = this.attend()
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.loop
  }

  /** What the page shows. */
  async state(): Promise<{ state: MigrationState; reason: string }> {
    const sql = `SELECT state, coalesce(state_reason, '') AS reason FROM migrations WHERE id = $1`
    const look = () => this.own.demand<{ state: MigrationState; reason: string }>(sql, [this.migrationId])
    const [row] = await patiently(look)
    if (row === undefined) throw new Error('The migration is gone.')
    return row
  }

  /** Gives a command; one that is refused because things have moved on is no matter. */
  async tell(command: MigrationCommand): Promise<void> {
    await this.desk.use(() => this.rig.tell(this.migrationId, command).catch(() => undefined))
  }

  private async attend(): Promise<void> {
    while (!this.stopped) {
      const { state, reason } = await this.state()
      if (state === 'Completed') return
      if (this.pressed.length < patience) await this.act(state, reason)
      await wait(lookMs)
    }
  }

  private async act(state: MigrationState, reason: string): Promise<void> {
    if (state === 'Ready') return this.start()
    if (state === 'Draft' && reason === '') return this.tell({ type: 'plan' })
    if (!this.isTroubleOver) return
    if (state === 'Draft' || state === 'Failed') {
      this.pressed.push({ button: 'plan', state, reason })
      await this.tell({ type: 'plan' })
    }
    if (state === 'Paused' && reason.startsWith('Review:')) {
      this.pressed.push({ button: 'accept', state, reason })
      await this.tell({ type: 'accept', reason: null })
    } else if (state === 'Paused') {
      this.pressed.push({ button: 'resume', state, reason })
      await this.tell({ type: 'resume', reason: null })
    }
  }

  private async start(): Promise<void> {
    await this.desk.use(async () => {
      await this.rig.acknowledgeAll(this.migrationId).catch(() => undefined)
      await this.rig.start(this.migrationId).catch(() => undefined)
    })
  }
}
