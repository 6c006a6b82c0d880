import type { MigrationEvent, MigrationEventType } from '@/domain/migration/events'
import type { TableRef } from '@/domain/plan/plan'
import { describeWriting } from '../plan/write-words'
import { formatDuration } from '../ui/duration'
import { formatCount } from '../ui/num'
import type { Tone } from '../ui/segmented-bar'
import { describeSetting } from './describe-setting'

/** A sentence of plain words and identifiers; identifiers are set in the monospaced face. */
export type Phrase = readonly (string | { readonly code: string })[]

/** An event in plain words. `detail` is what a person can do, or the longer why; null where the phrase says it all. */
export interface Told {
  readonly phrase: Phrase
  readonly detail: string | null
  readonly tone: Tone
}

type Data<T extends MigrationEventType> = Extract<MigrationEvent, { type: T }>['data']

const table = (ref: TableRef) => ({ code: `${ref.schema}.${ref.name}` })
const hash = (value: string) => ({ code: value.slice(0, 6) })
const tell = (tone: Tone, phrase: Phrase, detail: string | null = null): Told => ({ phrase, detail, tone })
const counted = (count: number | string, one: string, many: string) =>
  `${formatCount(count)} ${String(count) === '1' ? one : many}`
const quoted = (reason: string | null) => (reason === null || reason === '' ? null : `“${reason}”`)

const verdicts = new Map([
  ['equal', 'equal on both sides by digest'],
  ['counts-equal', 'counts are equal'],
  ['not-checked', 'not compared'],
  ['different', 'different on the two sides'],
])

const sizeReasons: { [S in Data<'ChunkSizeChanged'>['reason']]: string } = {
  first: 'a first guess',
  time: 'they are to land in about a second',
  bytes: 'they are not to hold more than 64 MB',
  batchSize: 'the batch size allows no more',
}

type RetryData = Data<'MigrationRetryRequested'>
const retried: { [S in RetryData['scope']]: (data: Pick<RetryData, 'task' | 'chunk' | 'rows'>) => Phrase } = {
  migration: () => ['Retry asked for: what is proved is kept, the rest is planned again'],
  table: ({ task }) => [`Table ${formatCount((task ?? 0) + 1)} of the plan is tried again`],
  chunk: ({ task, chunk }) => [
    `Chunk ${formatCount(chunk ?? 0)} of table ${formatCount((task ?? 0) + 1)} of the plan is tried again`,
  ],
  rejects: ({ rows }) => [
    rows === null
      ? 'All rows in quarantine are tried again'
      : `${counted(rows, 'row', 'rows')} in quarantine tried again`,
  ],
}

const tellers: { [T in MigrationEventType]: (data: Data<T>) => Told } = {
  MigrationCreated: ({ name }) => tell('hold', [`Created as “${name}”`]),
  MigrationPlanRequested: () => tell('run', ['Planning began']),
  MigrationPlanned: ({ planHash, tables, warnings }) =>
    tell('run', [
      'Plan ',
      hash(planHash),
      ` is ready: ${counted(tables, 'table', 'tables')}${warnings === 0 ? '' : `, ${counted(warnings, 'warning', 'warnings')} to accept`}`,
    ]),
  MigrationPlanBlocked: ({ planHash, blockers }) =>
    tell('bad', ['Plan ', hash(planHash), ` cannot start: ${counted(blockers, 'check blocks', 'checks block')} it`]),
  MigrationPlanFailed: ({ reason, fix }) => tell('bad', [`No plan could be made: ${reason}`], fix),
  FindingsAcknowledged: ({ planHash, findings }) =>
    tell(
      'hold',
      [`${counted(findings.length, 'warning', 'warnings')} of plan `, hash(planHash), ' accepted'],
      findings.map((finding) => finding.title).join(' · '),
    ),
  FindingsWaived: ({ planHash, findings, reason }) =>
    tell(
      'hold',
      [
        `${counted(findings.length, 'check', 'checks')} of plan `,
        hash(planHash),
        ` waived, and the plan asked for again: “${reason}”`,
      ],
      findings.map((finding) => finding.title).join(' · '),
    ),
  WritingChosen: ({ planHash, tables, choices }) =>
    tell(
      'hold',
      [
        `Another way of writing was chosen for ${counted(tables, 'table', 'tables')} of plan `,
        hash(planHash),
        ', and the plan asked for again',
      ],
      choices.map(({ table: ref, choice }) => `${ref.schema}.${ref.name}: ${describeWriting(choice)}`).join(' · '),
    ),
  MigrationStarted: ({ run, planHash, reason }) =>
    tell('run', [`Run ${run} started with plan `, hash(planHash)], quoted(reason)),
  MigrationPauseRequested: ({ reason }) =>
    tell('hold', ['Pause asked for; the chunks under way are finished first'], quoted(reason)),
  MigrationPaused: ({ reason }) => tell('hold', ['Paused: nobody writes to the target'], quoted(reason)),
  MigrationResumed: ({ reason, intentCleared }) =>
    tell('run', [intentCleared === 'pausing' ? 'Runs on; the pause was taken back' : 'Resumed'], quoted(reason)),
  MigrationCancelRequested: ({ reason }) =>
    tell('hold', ['Cancel asked for; the chunks under way are finished first'], quoted(reason)),
  MigrationCancelled: ({ reason }) => tell('hold', ['Cancelled: nobody writes to the target'], quoted(reason)),
  MigrationReviewNeeded: ({ rows }) =>
    tell('warn', [`Waits for review: ${counted(rows, 'row', 'rows')} in quarantine, everything else is done`]),
  MigrationRetryRequested: ({ scope, task, chunk, rows, reason }) =>
    tell('run', retried[scope]({ task, chunk, rows }), quoted(reason)),
  RejectsAccepted: ({ rows, reason }) =>
    tell('hold', [`${counted(rows, 'row', 'rows')} in quarantine accepted as left out`], quoted(reason)),
  RejectsSkipped: ({ rows, reason }) =>
    tell('hold', [`${counted(rows, 'row', 'rows')} in quarantine skipped`], quoted(reason)),
  RejectReplayRequested: ({ columns, reason }) =>
    tell(
      'run',
      columns.length === 0
        ? ['A row in quarantine is to be tried as it is']
        : ['A row in quarantine is to be tried with new values of ', { code: columns.join(', ') }],
      quoted(reason),
    ),
  RowsQuarantined: ({ table: ref, chunk, rows, sqlstates }) =>
    tell(
      'warn',
      [
        table(ref),
        `${chunk === null ? '' : ` chunk ${formatCount(chunk)}`}: the target refused ${counted(rows, 'row', 'rows')}, now in quarantine`,
      ],
      sqlstates.join(', '),
    ),
  RejectsReplayed: ({ table: ref, rows, fixed }) =>
    tell('ok', [
      table(ref),
      `: ${counted(rows, 'row', 'rows')} came out of quarantine into the target${fixed === 0 ? '' : `, ${formatCount(fixed)} with new values`}`,
    ]),
  ReplayRefused: ({ table: ref, sqlstate, reason }) =>
    tell(
      'warn',
      [table(ref), ': the target refused a row again, it stays in quarantine'],
      sqlstate === null ? reason : `${reason} (${sqlstate})`,
    ),
  ConstraintKeptNotValid: ({ table: ref, identity, rows }) =>
    tell('warn', [
      table(ref),
      ': ',
      { code: identity },
      ` is kept, but not proved: ${counted(rows, 'row breaks', 'rows break')} it`,
    ]),
  MigrationCompleted: ({ rows, tables, durationMs, quarantined = 0 }) =>
    tell('ok', [
      `Completed: ${formatCount(rows)} rows in ${counted(tables, 'table', 'tables')}, in ${formatDuration(durationMs)}${quarantined === 0 ? '' : `, with ${formatCount(quarantined)} left in quarantine`}`,
    ]),
  MigrationFailed: ({ reason, fix }) => tell('bad', [`Failed: ${reason}`], fix),
  MigrationConfigUpdated: ({ changes }) =>
    tell('hold', ['Settings changed: ', changes.map((change) => describeSetting(change)).join(', ')]),
  MigrationAccessGranted: ({ name, level }) => tell('hold', [`${name} was given the level ${level}`]),
  MigrationAccessRevoked: ({ name }) => tell('hold', [`${name} may no longer see this`]),
  RunTakenOver: ({ run, workerId, afterMs }) =>
    tell('warn', [
      `Run ${run} was taken over by worker `,
      { code: workerId },
      ` after ${formatDuration(afterMs)} of silence`,
    ]),
  SnapshotReplaced: ({ run, reason, chunksKept, chunksRedone, rowsRemoved }) =>
    tell(
      'warn',
      [
        `Run ${run} goes on under a new snapshot: ${counted(chunksKept, 'chunk', 'chunks')} looked at again and kept, ${counted(chunksRedone, 'chunk', 'chunks')} of ${formatCount(rowsRemoved)} rows changed and copied again`,
      ],
      reason,
    ),
  SnapshotTaken: ({ snapshot, lsn }) =>
    tell('hold', [
      'The source is read as of snapshot ',
      { code: snapshot },
      ...(lsn === null ? [] : [' at ', { code: lsn }]),
    ]),
  SnapshotReleased: ({ snapshot, reason }) =>
    tell('hold', ['Snapshot ', { code: snapshot }, ' of the source was released'], reason),
  TableCompleted: ({ table: ref, rows, verdict }) =>
    tell(verdict === 'different' ? 'bad' : 'ok', [
      table(ref),
      ` landed: ${formatCount(rows)} rows, ${verdicts.get(verdict) ?? verdict}`,
    ]),
  TableFailed: ({ table: ref, reason }) => tell('bad', [table(ref), ` stopped: ${reason}`]),
  ChunkSizeChanged: ({ table: ref, before, after, reason }) =>
    tell('hold', [
      'Chunks of ',
      table(ref),
      ` have ${formatCount(String(after))} rows instead of ${formatCount(String(before))}: ${sizeReasons[reason]}`,
    ]),
  ChunkRetried: ({ table: ref, chunk, attempt, sqlstate, reason, delayMs }) =>
    tell(
      'warn',
      [table(ref), ` chunk ${formatCount(chunk)} is tried again in ${formatDuration(delayMs)}, try ${attempt + 1}`],
      sqlstate === null ? reason : `${reason} (${sqlstate})`,
    ),
  StepFailed: ({ kind, identity, sqlstate, reason }) =>
    tell(
      'bad',
      [`The ${kind.replaceAll('-', ' ')} `, { code: identity }, ' could not be made'],
      sqlstate === null ? reason : `${reason} (${sqlstate})`,
    ),
}

/** Tells what happened. Every type of event has its words here; a new one does not compile until it has some. */
export function describeEvent(event: MigrationEvent): Told {
  // One teller a type, looked up by that very type: the compiler cannot follow that pairing through the union.
  return (tellers[event.type] as (data: MigrationEvent['data']) => Told)(event.data)
}
