import { type Command, InvalidArgumentError } from 'commander'
import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { type ControlOptions, conclude, controlled, report } from '../conclude'
import { CommandError, exitCodes } from '../exit-codes'
import { refuseUnlessAllowed } from '../refuse-unless-allowed'
import { openSession, type Session } from '../session'
import { pickTables } from '../table-patterns'
import { answer, say } from '../terminal'
import { waitForReplays } from '../wait-for-replays'

interface RetryOptions extends ControlOptions {
  readonly table?: string
  readonly chunk?: number
  readonly rejects?: boolean
  readonly dryRun?: boolean
}

type Scope =
  | { kind: 'migration' }
  | { kind: 'table'; task: number }
  | { kind: 'chunk'; task: number; chunk: number }
  | { kind: 'rejects'; rejectIds: null }

/** `godwit retry ID`: a migration that has failed, by a new plan; or a table, a chunk, or what is in quarantine. */
export function addRetry(program: Command): void {
  controlled(program, 'retry', 'try again: a failed migration, a table or chunk of it, or rows in quarantine')
    .option('--table <table>', 'only this table: public.orders')
    .option('--chunk <n>', 'with --table: only this chunk, by the number that errors and events give', number)
    .option('--rejects', 'only the rows that are open in quarantine')
    .option('--dry-run', 'say what would be tried again, and change nothing')
    .action(async (migrationId: string, options: RetryOptions) => {
      const session = openSession(options)
      const migration = await session.client.migration.byId.query({ migrationId })
      const progress = await session.client.migration.progress.query({ migrationId })
      const scope = scopeOf(options, progress)
      if (options.dryRun === true) return tell(migration, progress, scope, options)
      const reason = options.reason ?? null
      const now = await session.client.migration.retry.mutate({ migrationId, scope, reason })
      await afterwards(session, now, scope, options)
    })
}

/** `godwit accept ID`: leaves out what is open in quarantine; a migration that waits for review then completes. */
export function addAccept(program: Command): void {
  controlled(
    program,
    'accept',
    'leave out the rows that are open in quarantine; after a review the migration completes',
  )
    .option('--dry-run', 'say how many rows that would be, and change nothing')
    .action(async (migrationId: string, options: RetryOptions) => {
      const session = openSession(options)
      const migration = await session.client.migration.byId.query({ migrationId })
      const { open, inReview } = migration.quarantine
      if (options.dryRun === true) {
        refuseUnlessAllowed(migration, 'accept')
        if (options.json === true) return answer(JSON.stringify({ migrationId, openRows: open, completes: inReview }))
        answer(`${open} open rows would be left out${inReview ? ', and the migration would complete' : ''}.`)
        return say('Nothing was changed (--dry-run).')
      }
      const reason = options.reason ?? null
      const now = await session.client.migration.accept.mutate({ migrationId, openRows: open, reason })
      await conclude(session, now, options, (m) => m.state !== 'Running')
    })
}

function scopeOf(options: RetryOptions, { tables }: MigrationProgressDto): Scope {
  if (options.rejects === true && options.table !== undefined)
    throw new CommandError(exitCodes.usage, '--rejects and --table do not go together.', 'Give one of them.')
  if (options.rejects === true) return { kind: 'rejects', rejectIds: null }
  if (options.table === undefined) {
    if (options.chunk === undefined) return { kind: 'migration' }
    throw new CommandError(exitCodes.usage, '--chunk needs the table that it belongs to.', 'Give --table as well.')
  }
  const { picked } = pickTables(
    tables.map((table) => table.source),
    [options.table],
    [],
  )
  const [first, second] = picked
  const found = tables.find((table) => table.source === first)
  if (found === undefined || second !== undefined)
    throw new CommandError(
      found === undefined ? exitCodes.notFound : exitCodes.usage,
      found === undefined ? `The run has no table “${options.table}”.` : `“${options.table}” means several tables.`,
      'Name one as schema.table.',
    )
  return options.chunk === undefined
    ? { kind: 'table', task: found.n }
    : { kind: 'chunk', task: found.n, chunk: options.chunk }
}

/** What a retry would do, as far as it can be known without doing it. */
function tell(migration: MigrationDto, { tables }: MigrationProgressDto, scope: Scope, options: RetryOptions): void {
  refuseUnlessAllowed(migration, 'retry')
  const table = 'task' in scope ? tables.find(({ n }) => n === scope.task) : undefined
  if (options.json === true) {
    answer(
      JSON.stringify({
        migrationId: migration.id,
        state: migration.state,
        scope,
        table,
        quarantine: migration.quarantine,
      }),
    )
    return
  }
  switch (scope.kind) {
    case 'migration':
      answer(
        `“${migration.name}” would be planned again; what is proved of its ${migration.processedRows} rows is kept.`,
      )
      break
    case 'rejects':
      answer(`${migration.quarantine.open} open rows would be tried again.`)
      break
    default:
      answer(
        `${table?.source.schema}.${table?.source.name}${scope.kind === 'chunk' ? ` chunk ${scope.chunk}` : ''} would be tried again; it is ${table?.state}.`,
      )
  }
  say('Nothing was changed (--dry-run).')
}

async function afterwards(session: Session, now: MigrationDto, scope: Scope, options: RetryOptions): Promise<void> {
  if (scope.kind === 'migration') {
    await conclude(session, now, options, (m) => m.state !== 'Planning')
    return say(`When the plan is ready: godwit plan ${now.id}, then godwit start ${now.id}`)
  }
  // Of a migration that does not run, a worker replays rows beside its state.
  if (scope.kind !== 'rejects' || now.state === 'Running' || options.wait !== true)
    return conclude(session, now, options, (m) => m.state !== 'Running')
  await waitForReplays(session, now.id, options.timeout)
  await report(session, await session.client.migration.byId.query({ migrationId: now.id }), options)
}

function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
