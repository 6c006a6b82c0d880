import type { MigrationConfigPatch } from '../config/schema'
import type { MappingContent } from '../contracts/mapping'
import type { Finding } from '../plan/plan'
import type { TableWriting } from '../plan/set-write-choices'
import type { MigrationEvent } from './events'

/** What is to be tried again. `rejectIds` null: every row that is open in quarantine. */
export type RetryScope =
  | { readonly kind: 'migration' }
  | { readonly kind: 'table'; readonly task: number }
  | { readonly kind: 'chunk'; readonly task: number; readonly chunk: number }
  | { readonly kind: 'rejects'; readonly rejectIds: readonly string[] | null }

/** What a person, or a sibling app in a person's name, may ask of a migration that exists. */
export type PersonCommand =
  | { readonly type: 'plan' }
  | { readonly type: 'acknowledge'; readonly planHash: string; readonly findingIds: readonly string[] }
  | {
      readonly type: 'waive'
      readonly planHash: string
      readonly findingIds: readonly string[]
      readonly reason: string
    }
  /** `mapping`: what the migration goes by now, from which the next version is made. */
  | {
      readonly type: 'chooseWriting'
      readonly planHash: string
      readonly choices: readonly TableWriting[]
      readonly mapping: MappingContent
    }
  | { readonly type: 'start'; readonly planHash: string; readonly reason: string | null }
  | { readonly type: 'pause'; readonly reason: string | null }
  | { readonly type: 'resume'; readonly reason: string | null }
  | { readonly type: 'cancel'; readonly reason: string | null }
  | { readonly type: 'updateConfig'; readonly patch: MigrationConfigPatch; readonly configVersion: number | null }
  | { readonly type: 'retry'; readonly scope: RetryScope; readonly reason: string | null }
  | { readonly type: 'accept'; readonly reason: string | null }
  | { readonly type: 'skipRejects'; readonly rejectIds: readonly string[]; readonly reason: string | null }
  /** `fix`: new values, sealed for the worker; null: the row as it is. `columns`: those that change, by name. */
  | {
      readonly type: 'replayReject'
      readonly rejectId: string
      readonly columns: readonly string[]
      readonly fix: string | null
      readonly reason: string | null
    }

/** Events that a worker records without any change of state. */
export type NotedEvent = Extract<
  MigrationEvent,
  {
    type:
      | 'SnapshotTaken'
      | 'SnapshotReleased'
      | 'TableCompleted'
      | 'TableFailed'
      | 'ChunkRetried'
      | 'ChunkSizeChanged'
      | 'StepFailed'
      | 'SnapshotReplaced'
      | 'RowsQuarantined'
      | 'RejectsReplayed'
      | 'ReplayRefused'
      | 'ConstraintKeptNotValid'
  }
>

/** What a worker reports. `epoch`, where it stands, is the one it holds: an older one is refused, the fence in Godwit's own database. */
export type WorkerCommand =
  | {
      readonly type: 'planned'
      readonly planId: string
      readonly planHash: string
      readonly tables: number
      readonly findings: readonly Finding[]
    }
  | { readonly type: 'planFailed'; readonly reason: string; readonly fix: string }
  | { readonly type: 'takeOver'; readonly workerId: string; readonly silentMs: number }
  /** `asked`: because a person asked for it, and may have taken that back meanwhile; else for a reason of the run's own. */
  | { readonly type: 'paused'; readonly epoch: number; readonly reason: string | null; readonly asked?: boolean }
  /** Everything else is done; a person has to look at the rows in quarantine. */
  | { readonly type: 'review'; readonly epoch: number; readonly rows: string }
  /** Something is done in the target while nothing runs (a replay); it shuts out whoever wrote before. */
  | { readonly type: 'beginActivity'; readonly activity: 'replay' }
  | { readonly type: 'cancelled'; readonly epoch: number }
  | {
      readonly type: 'completed'
      readonly epoch: number
      readonly rows: string
      readonly tables: number
      readonly quarantined?: number
    }
  | { readonly type: 'failed'; readonly epoch: number; readonly reason: string; readonly fix: string }
  | { readonly type: 'note'; readonly epoch: number; readonly event: NotedEvent }

export type MigrationCommand = PersonCommand | WorkerCommand
