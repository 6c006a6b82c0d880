import type { Actor } from '@/domain/access/actor'
import { migrationConfigSchema } from '@/domain/config/schema'
import type { MigrationCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import type { MigrationSnapshot } from '@/domain/migration/snapshot'
import { between, type Random } from '../random'
import type { Seat } from './seat'
import type { Backend } from './target'

/** The run is somebody else's by now. */
export class Lost extends Error {}

interface ChunkNote {
  readonly task: number
  readonly n: number
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
  readonly attempt: number
}

interface State {
  readonly migration: MigrationSnapshot
  readonly run: {
    readonly epoch: number
    readonly workerId: string | null
    readonly leaseUntil: number
    readonly snapshotName: string | null
  }
  readonly chunks: readonly ChunkNote[]
  /** The source's counts, by task. */
  readonly counts: ReadonlyMap<number, bigint>
  /** Lanes that other workers work, by their number. */
  readonly seats: ReadonlyMap<number, Seat>
  /** Noted before their first use. */
  readonly backends: readonly Backend[]
}

const via = { channel: 'worker', ip: null, requestId: null } as const
const retryPolicy = { maxAttempts: 20, initialDelayMs: 10, maxDelayMs: 100 }
const config = migrationConfigSchema.parse({ retryPolicy })
const owner: Actor = { kind: 'user', userId: 'u', name: 'Ada', isAdmin: false, via: { ...via, channel: 'ui' } }

/** Godwit's own database: what was decided is durable, notes about chunks may be lost in a crash. */
export class Own {
  private flushed: State
  private unflushed: State[] = []

  constructor() {
    const run = { id: 'r', number: 1, startedAt: new Date(0), endedAt: null }
    const migration: MigrationSnapshot = {
      id: 'm',
      projectId: 'p',
      name: 'simulated',
      state: 'Running',
      intent: 'none',
      epoch: 1,
      config,
      configVersion: 1,
      targetIsProduction: false,
      plan: { id: 'plan', hash: 'h', findings: [], acknowledged: [] },
      run,
      isRetry: false,
      inReview: false,
      rejects: { open: 0, accepted: 0, skipped: 0 },
      lastChange: null,
      level: 'owner',
    } as MigrationSnapshot
    const none = { epoch: 1, workerId: null, leaseUntil: 0, snapshotName: null }
    this.flushed = { migration, run: none, chunks: [], counts: new Map(), seats: new Map(), backends: [] }
  }

  get now(): State {
    return this.unflushed.at(-1) ?? this.flushed
  }

  /** Decides by the real rules, and commits it; false: refused. */
  decide(command: MigrationCommand, workerId: string | null, at: number): boolean {
    const actor: Actor = workerId === null ? owner : { kind: 'system', workerId, via }
    const { migration, run } = this.now
    const decided = decide(migration, command, actor, new Date(at))
    if (!decided.ok) return false
    const { patch, run: change } = decided.value
    const ended =
      change?.kind === 'end' && migration.run !== null ? { run: { ...migration.run, endedAt: new Date(at) } } : {}
    const raised =
      change?.kind === 'raise-epoch' ? { epoch: change.epoch, workerId: change.workerId ?? run.workerId } : {}
    const released = change?.kind === 'release' ? { leaseUntil: 0 } : {}
    this.write({ migration: { ...migration, ...patch, ...ended }, run: { ...run, ...raised, ...released } })
    return true
  }

  /** Takes a run whose lease is over; the epoch under which, or null. */
  claim(workerId: string, at: number, leaseMs: number): number | null {
    const { migration, run } = this.now
    if (migration.state !== 'Running' || run.leaseUntil > at) return null
    if (run.workerId !== null && !this.decide({ type: 'takeOver', workerId, silentMs: 1 }, workerId, at)) return null
    this.write({ run: { ...this.now.run, workerId, leaseUntil: at + leaseMs } })
    return this.now.run.epoch
  }

  /** False: the run is another's, or over. */
  renew(workerId: string, at: number, leaseMs: number): boolean {
    const { run, migration } = this.now
    if (run.workerId !== workerId || migration.run?.endedAt !== null) return false
    this.write({ run: { ...run, leaseUntil: at + leaseMs } })
    return true
  }

  release(workerId: string): void {
    const { run } = this.now
    if (run.workerId === workerId) this.write({ run: { ...run, leaseUntil: 0 } })
  }

  /** A write under the run's epoch. Throws `Lost` where that is another by now. */
  held(epoch: number, change: Partial<State>, durable: boolean): void {
    if (this.now.run.epoch !== epoch) throw new Lost()
    this.write(change, durable)
  }

  /** What is durable and asks for no epoch. */
  change(change: Partial<State>): void {
    this.write(change)
  }

  /** Notes that nobody waited for may be gone. */
  crash(random: Random): void {
    this.unflushed = this.unflushed.slice(0, between(random, 0, this.unflushed.length))
    this.flush()
  }

  private write(change: Partial<State>, durable = true): void {
    this.unflushed.push({ ...this.now, ...change })
    if (durable) this.flush()
  }

  private flush(): void {
    this.flushed = this.now
    this.unflushed = []
  }
}
