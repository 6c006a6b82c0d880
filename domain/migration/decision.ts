import type { AccessLevel } from '../access/roles'
import type { MigrationConfig } from '../config/schema'
import type { MappingContent } from '../contracts/mapping'
import type { Job } from '../jobs'
import type { MigrationEvent } from './events'
import type { Intent, MigrationState } from './state'

/** The columns of a migration that a decision may change. */
export interface MigrationPatch {
  readonly state?: MigrationState
  readonly intent?: Intent
  /** Why the migration is where it is, in plain words: shown beside the state. */
  readonly stateReason?: string | null
  readonly epoch?: number
  readonly config?: MigrationConfig
  readonly configVersion?: number
  readonly planId?: string | null
  readonly inReview?: boolean
  /** Set by a retry of the whole migration: the next run keeps what is proved of the run before. */
  readonly isRetry?: boolean
  readonly startedAt?: Date
  readonly completedAt?: Date | null
}

/** What happens to the run: a new one begins, or the newest one ends or goes to another worker. */
export type RunChange =
  | {
      readonly kind: 'create'
      readonly number: number
      readonly planId: string
      readonly epoch: number
      readonly isRetry: boolean
    }
  | { readonly kind: 'end'; readonly outcome: 'completed' | 'failed' | 'cancelled'; readonly reason: string | null }
  | { readonly kind: 'raise-epoch'; readonly epoch: number; readonly workerId: string | null }
  /** Shuts out earlier writers while the run stands still. */
  | { readonly kind: 'fence'; readonly epoch: number }
  /** The worker lets go of the run, which stays open. */
  | { readonly kind: 'release' }

/** What becomes of rows in quarantine, of the newest run. */
export type RejectChange =
  | { readonly kind: 'accept-all' }
  | { readonly kind: 'skip'; readonly ids: readonly string[] }
  /** Null: all that are open. */
  | { readonly kind: 'retry'; readonly ids: readonly string[] | null }
  | { readonly kind: 'replay'; readonly id: string; readonly fix: string | null }

/** A table of the newest run, or one chunk of it, that is to be tried again. */
export interface AgainChange {
  readonly task: number
  readonly chunk: number | null
}

/** The one audit row of a decision. `before` and `after` are small and never hold a secret. */
export interface AuditEntry {
  readonly action: string
  readonly reason: string | null
  readonly before: unknown
  readonly after: unknown
}

/** A grant on one migration, given or taken by a decision. */
export type GrantChange =
  | { readonly kind: 'grant'; readonly userId: string; readonly level: AccessLevel }
  | { readonly kind: 'revoke'; readonly userId: string }

/** A blocker that somebody answers for; `evidence` is the fact as it was when they did. */
export interface Waived {
  readonly findingId: string
  readonly evidence: string
  readonly reason: string
}

/**
 * What was decided, whole: the door in db/ commits all of it or nothing. An empty decision (no patch, no events, no audit)
 * is an idempotent success: nothing to write.
 */
export interface Decision {
  readonly patch: MigrationPatch
  readonly run: RunChange | null
  readonly events: readonly MigrationEvent[]
  readonly grants: readonly GrantChange[]
  readonly acknowledged: readonly { readonly planId: string; readonly findingId: string }[]
  readonly rejects: RejectChange | null
  readonly again: AgainChange | null
  readonly waived: readonly Waived[]
  /** The mapping's next version, which the migration goes by from now on. */
  readonly mapping: MappingContent | null
  readonly jobs: readonly Job[]
  readonly audit: AuditEntry | null
}

/** Nothing to write: it is so already. */
export const nothing: Decision = {
  patch: {},
  run: null,
  events: [],
  grants: [],
  acknowledged: [],
  rejects: null,
  again: null,
  waived: [],
  mapping: null,
  jobs: [],
  audit: null,
}
