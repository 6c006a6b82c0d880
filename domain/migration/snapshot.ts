import type { AccessLevel } from '../access/roles'
import type { MigrationConfig } from '../config/schema'
import type { Finding } from '../plan/plan'
import type { Intent, MigrationState } from './state'

/** What a decision needs to know of a migration: read under its row lock, nothing of it from a cache. */
export interface MigrationSnapshot {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly state: MigrationState
  readonly intent: Intent
  /** The fencing number: monotone over all runs, raised whenever earlier writers must be shut out. */
  readonly epoch: number
  readonly config: MigrationConfig
  readonly configVersion: number
  /** True where the target bears the label prod: starting then needs a manager. */
  readonly targetIsProduction: boolean
  /** The newest plan, and which of its findings have been acknowledged. */
  readonly plan: {
    readonly id: string
    readonly hash: string
    readonly findings: readonly Finding[]
    readonly acknowledged: readonly string[]
  } | null
  /** The newest run. */
  readonly run: {
    readonly id: string
    readonly number: number
    readonly startedAt: Date
    readonly endedAt: Date | null
  } | null
  /** A retry of the whole migration has been asked for, and no run has begun since. */
  readonly isRetry: boolean
  /** Paused because everything else is done: a person is to look at the rows in quarantine. */
  readonly inReview: boolean
  /** Rows that the newest run has in quarantine: nobody has decided yet, accepted with the rest, skipped by choice. */
  readonly rejects: { readonly open: number; readonly accepted: number; readonly skipped: number }
  /** Who changed the state last, and when, for a stale click's answer. */
  readonly lastChange: { readonly by: string; readonly at: Date } | null
  /** The level that the actor holds, read in the same transaction; the worker's own commands do not ask. */
  readonly level: AccessLevel | null
}
