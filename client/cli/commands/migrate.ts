import { type Command, InvalidArgumentError, Option } from 'commander'
import type { MigrationDto, MigrationProgressDto, PlanDto } from '@/domain/contracts/migration'
import { triggerChoiceSchema, writeModes } from '@/domain/plan/write-mode'
import { ensureConnection } from '../ensure-connection'
import { ensureProject } from '../ensure-project'
import { CommandError, exitCodes } from '../exit-codes'
import { type MappingOptions, mappingContent } from '../mapping-content'
import { exitCodeOf, outcome } from '../outcome'
import { readPlan } from '../read-plan'
import { reviewPlan } from '../review'
import { type CommonOptions, migrationPage, openSession, type Session, withCommonOptions } from '../session'
import { answer, paint, say } from '../terminal'
import { waitForEnd } from '../wait-for-end'
import { waiveNamed } from '../waive'
import { watchMigration } from '../watch'
import { whyNoPlan } from '../why-no-plan'

interface Options extends CommonOptions, MappingOptions {
  readonly from: string
  readonly to: string
  readonly threads?: number
  readonly batchSize?: number
  readonly maxBytesPerSecond?: number
  readonly name?: string
  readonly project?: string
  readonly yes?: boolean
  readonly waive?: string[]
  readonly waiveReason?: string
}

/** `godwit migrate`: connections, mapping, migration, plan, start and waiting, in one command. */
export function addMigrate(program: Command): void {
  withCommonOptions(program.command('migrate'))
    .description('migrate one database to another and wait for the end')
    .requiredOption('--from <url>', 'source, postgres://user:password@host:port/database')
    .requiredOption('--to <url>', 'target')
    .option('--include <tables...>', 'only these tables: public.orders, sales.*, orders')
    .option('--exclude <tables...>', 'all but these tables')
    .addOption(new Option('--write-mode <mode>', 'how to write into tables that exist').choices(writeModes))
    .option('--key <columns...>', 'for upsert: the columns of a unique key (default: the primary key)')
    .addOption(
      new Option('--triggers <what>', 'triggers of tables that exist: let them fire, or keep them silent').choices(
        triggerChoiceSchema.options,
      ),
    )
    .option('--threads <n>', 'lanes that copy at the same time', wholeNumber)
    .option('--batch-size <n>', 'rows in a chunk, at most', wholeNumber)
    .option('--max-bytes-per-second <n>', 'spare the source: read no faster', wholeNumber)
    .option('--name <name>', 'name of the migration')
    .option('--project <name>', 'project (default: the only one, else “local”)')
    .option('--yes', 'accept the plan’s warnings; blockers are never accepted')
    .option('--waive <ids...>', 'answer for these blockers, by the ids that the plan lists as waivable')
    .option('--waive-reason <text>', 'why; kept under your name')
    .action(async (options: Options) => {
      const session = openSession(options)
      const seen: Seen = { migration: null, progress: null, plan: null }
      const interrupt = new AbortController()
      process.once('SIGINT', () => interrupt.abort())
      try {
        await migrate(session, options, seen, interrupt.signal)
      } finally {
        const { migration } = seen
        if (options.json === true && migration !== null)
          answer(JSON.stringify(outcome({ ...seen, migration, page: migrationPage(session.url, migration) })))
      }
      if (seen.migration !== null) process.exitCode = exitCodeOf(seen.migration, seen.progress)
    })
}

/** What the command knows so far: printed by --json wherever it ends. */
interface Seen {
  migration: MigrationDto | null
  progress: MigrationProgressDto | null
  plan: PlanDto | null
}

async function migrate(session: Session, options: Options, seen: Seen, signal: AbortSignal): Promise<void> {
  const { client } = session
  const projectId = await ensureProject(session, options.project)
  const source = await ensureConnection(session, projectId, options.from)
  const target = await ensureConnection(session, projectId, options.to)
  const content = await mappingContent(session, source, options)
  const created = await client.migration.create.mutate({
    projectId,
    name: options.name ?? `${source.endpoint.database} → ${target.endpoint.database}`,
    sourceConnectionId: source.id,
    targetConnectionId: target.id,
    mapping: { content },
    config: {
      ...(options.threads === undefined ? {} : { maxThreads: options.threads }),
      ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }),
      ...(options.maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond: options.maxBytesPerSecond }),
    },
  })
  seen.migration = created
  const migrationId = created.id
  say(`${created.name}: ${migrationPage(session.url, created)}`)

  await client.migration.plan.mutate({ migrationId })
  const planned = await watchMigration(client, migrationId, { until: (m) => m.state !== 'Planning', signal })
  seen.migration = planned.migration
  if (planned.migration.plan === null) throw await whyNoPlan(session, migrationId)
  seen.plan = await readPlan(session, migrationId)
  if (options.waive !== undefined)
    seen.plan = await waiveNamed(session, seen.plan, { waive: options.waive, reason: options.waiveReason, signal })
  seen.plan = await reviewPlan(session, seen.plan, { yes: options.yes === true })

  seen.migration = await client.migration.start.mutate({ migrationId, planHash: seen.plan.plan.hash })
  await waitForEnd(session, migrationId, seen, signal)
  if (seen.migration.state === 'Completed')
    return say(paint('green', `Completed: ${seen.migration.processedRows} rows`))
  if (seen.migration.quarantine.inReview)
    throw new CommandError(
      exitCodes.notEqual,
      seen.migration.stateReason ?? 'Rows are in quarantine.',
      `Look at them: godwit errors ${migrationId} --rows; then godwit accept, or retry.`,
    )
  throw new CommandError(
    exitCodes.migrationFailed,
    `${seen.migration.state}: ${seen.migration.stateReason ?? 'see its page'}`,
    null,
  )
}

/** Its range is checked by the server, which says what is wrong with it. */
function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
