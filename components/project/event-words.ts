import type { MigrationEventType } from '@/domain/migration/events'

/** What happened, after the migration's name: “crm → warehouse was paused”. */
const words: Readonly<Record<MigrationEventType, string>> = {
  MigrationCreated: 'was created',
  MigrationPlanRequested: 'is being planned',
  MigrationPlanned: 'has a plan',
  MigrationPlanBlocked: 'has a plan that blocks Start',
  MigrationPlanFailed: 'could not be planned',
  FindingsAcknowledged: 'had warnings acknowledged',
  FindingsWaived: 'had checks waived',
  WritingChosen: 'has another way of writing',
  MigrationStarted: 'was started',
  MigrationPauseRequested: 'is pausing',
  MigrationPaused: 'was paused',
  MigrationResumed: 'was resumed',
  MigrationCancelRequested: 'is being cancelled',
  MigrationCancelled: 'was cancelled',
  MigrationCompleted: 'completed',
  MigrationReviewNeeded: 'waits for review',
  MigrationRetryRequested: 'is tried again',
  RejectsAccepted: 'had its quarantine accepted',
  RejectsSkipped: 'had rows in quarantine skipped',
  RejectReplayRequested: 'has a row in quarantine tried again',
  RowsQuarantined: 'put rows into quarantine',
  RejectsReplayed: 'got rows out of quarantine',
  ReplayRefused: 'refused a row of its quarantine again',
  ConstraintKeptNotValid: 'kept a key that is not proved',
  MigrationFailed: 'failed',
  MigrationConfigUpdated: 'had its settings changed',
  MigrationAccessGranted: 'was shared',
  MigrationAccessRevoked: 'is shared with one person less',
  RunTakenOver: 'was taken over by another worker',
  ChunkSizeChanged: 'resized its chunks',
  SnapshotReplaced: 'went on under a new snapshot',
  SnapshotTaken: 'took a snapshot of the source',
  SnapshotReleased: 'released its snapshot',
  TableCompleted: 'finished a table',
  TableFailed: 'failed on a table',
  ChunkRetried: 'tried a chunk again',
  StepFailed: 'failed at a step',
}

/** The words for an event; one that this page does not know yet is named as it is. */
export function eventWords(type: string): string {
  return Object.hasOwn(words, type) ? words[type as MigrationEventType] : type
}
