import { z } from 'zod'
import { accessLevelSchema } from '../access/roles'
import { int64Schema, tableRefSchema } from '../plan/plan'
import { writeChoiceSchema } from '../plan/write-mode'
import { intentSchema } from './state'

const reason = z.string().nullable()
const of = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) })

/**
 * Everything that can happen to a migration, in the past tense. The RFC's events bear the RFC's names;
 * the others are Godwit's own. One stored event drives the live view and the timeline, so that they cannot disagree.
 */
export const migrationEventSchema = z.discriminatedUnion('type', [
  of('MigrationCreated', { name: z.string() }),
  of('MigrationPlanRequested', {}),
  of('MigrationPlanned', { planHash: z.string(), tables: z.int(), warnings: z.int() }),
  of('MigrationPlanBlocked', { planHash: z.string(), blockers: z.int() }),
  of('MigrationPlanFailed', { reason: z.string(), fix: z.string() }),
  of('FindingsAcknowledged', {
    planHash: z.string(),
    findings: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  }),
  of('FindingsWaived', {
    planHash: z.string(),
    findings: z.array(z.strictObject({ id: z.string(), title: z.string(), evidence: z.string() })),
    reason: z.string(),
  }),
  of('WritingChosen', {
    planHash: z.string(),
    tables: z.int(),
    choices: z
      .array(z.strictObject({ table: tableRefSchema, choice: writeChoiceSchema }))
      .describe('The first of them; the mapping holds all.'),
  }),
  of('MigrationStarted', { run: z.int(), planHash: z.string(), reason }),
  of('MigrationPauseRequested', { reason }),
  of('MigrationPaused', { reason }),
  of('MigrationResumed', { reason, intentCleared: intentSchema }),
  of('MigrationCancelRequested', { reason }),
  of('MigrationCancelled', { reason }),
  of('MigrationReviewNeeded', { rows: int64Schema }),
  of('MigrationRetryRequested', {
    scope: z.enum(['migration', 'table', 'chunk', 'rejects']),
    task: z.int().nullable(),
    chunk: z.int().nullable(),
    rows: z.int().nullable().describe('Rows in quarantine that were chosen; null: all of them, or none are meant.'),
    reason,
  }),
  of('RejectsAccepted', { rows: z.int(), reason }),
  of('RejectsSkipped', { rows: z.int(), reason }),
  of('RejectReplayRequested', { rejectId: z.uuid(), columns: z.array(z.string()), reason }),
  of('RowsQuarantined', {
    table: tableRefSchema,
    chunk: z.int().nullable().describe('Null: rows of several chunks, which broke a key over all of them.'),
    rows: z.int(),
    sqlstates: z.array(z.string()),
  }),
  of('RejectsReplayed', { table: tableRefSchema, rows: z.int(), fixed: z.int() }),
  of('ReplayRefused', {
    table: tableRefSchema,
    rejectId: z.uuid(),
    sqlstate: z.string().nullable(),
    reason: z.string(),
  }),
  of('ConstraintKeptNotValid', { table: tableRefSchema, identity: z.string(), rows: int64Schema }),
  of('MigrationCompleted', {
    rows: int64Schema,
    tables: z.int(),
    durationMs: z.int(),
    quarantined: z.int().optional().describe('Rows that were accepted as left in quarantine; absent in older events.'),
  }),
  of('MigrationFailed', { reason: z.string(), fix: z.string() }),
  of('MigrationConfigUpdated', {
    changes: z.array(z.strictObject({ setting: z.string(), before: z.string(), after: z.string() })),
  }),
  of('MigrationAccessGranted', { userId: z.string(), name: z.string(), level: accessLevelSchema }),
  of('MigrationAccessRevoked', { userId: z.string(), name: z.string() }),
  of('RunTakenOver', { run: z.int(), epoch: z.int(), workerId: z.string(), afterMs: z.int() }),
  of('SnapshotReplaced', {
    run: z.int(),
    reason: z.string(),
    chunksKept: z.int(),
    chunksRedone: z.int(),
    rowsRemoved: int64Schema,
  }),
  of('SnapshotTaken', { snapshot: z.string(), lsn: z.string().nullable() }),
  of('SnapshotReleased', { snapshot: z.string(), reason: z.string() }),
  of('TableCompleted', { table: tableRefSchema, rows: int64Schema, verdict: z.string() }),
  of('TableFailed', { table: tableRefSchema, reason: z.string() }),
  of('ChunkSizeChanged', {
    table: tableRefSchema,
    before: z.int(),
    after: z.int(),
    reason: z.enum(['first', 'time', 'bytes', 'batchSize']),
  }),
  of('ChunkRetried', {
    table: tableRefSchema,
    chunk: z.int(),
    attempt: z.int(),
    sqlstate: z.string().nullable(),
    reason: z.string(),
    delayMs: z.int(),
  }),
  of('StepFailed', { kind: z.string(), identity: z.string(), sqlstate: z.string().nullable(), reason: z.string() }),
])
export type MigrationEvent = z.infer<typeof migrationEventSchema>
export type MigrationEventType = MigrationEvent['type']
