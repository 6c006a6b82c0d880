import { type Command, InvalidArgumentError } from 'commander'
import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { exitCodeOf, outcome } from '../outcome'
import { progressLine } from '../progress-bar'
import { readPlan } from '../read-plan'
import { reviewPlan } from '../review'
import { type CommonOptions, migrationPage, openSession, type Session, withCommonOptions } from '../session'
import { answer, say } from '../terminal'
import { watchMigration } from '../watch'
import { waitForEnd } from './migrate'

interface ControlOptions extends CommonOptions {
  readonly reason?: string
  readonly wait?: boolean
  readonly timeout?: number
  readonly yes?: boolean
}

/** `godwit start|pause|resume|cancel|status ID`: one migration that exists. */
export function addControl(program: Command): void {
  const start = controlled(program, 'start', 'start a planned migration').option('--yes', 'accept the plan’s warnings')
  start.action(async (migrationId: string, options: ControlOptions) => {
    const session = openSession(options)
    const plan = await reviewPlan(session, await readPlan(session, migrationId), {
      yes: options.yes === true,
    })
    const reason = options.reason ?? null
    const migration = await session.client.migration.start.mutate({ migrationId, planHash: plan.plan.hash, reason })
    await conclude(session, migration, options, (m) => !['Running', 'Ready'].includes(m.state))
  })

  for (const [verb, done] of [
    ['pause', (m: MigrationDto) => m.state !== 'Running'],
    ['resume', (m: MigrationDto) => m.state === 'Running' && m.intent === 'none'],
    ['cancel', (m: MigrationDto) => m.state === 'Cancelled'],
  ] as const)
    controlled(program, verb, `${verb} a migration`).action(async (migrationId: string, options: ControlOptions) => {
      const session = openSession(options)
      const migration = await session.client.migration[verb].mutate({ migrationId, reason: options.reason ?? null })
      await conclude(session, migration, options, done)
    })

  withCommonOptions(program.command('status'))
    .description('show a migration; without an id, list the newest ones of each project')
    .argument('[migration]', 'id')
    .action(async (migrationId: string | undefined, options: CommonOptions) => {
      const session = openSession(options)
      if (migrationId !== undefined)
        return report(session, await session.client.migration.byId.query({ migrationId }), options)
      const migrations: MigrationDto[] = []
      for (const { id } of await session.client.project.list.query())
        migrations.push(...(await session.client.migration.list.query({ projectId: id, limit: 20 })).migrations)
      if (options.json === true) return answer(JSON.stringify(migrations))
      for (const m of migrations) answer(`${m.id}  ${m.state.padEnd(11)} ${m.projectName} / ${m.name}`)
      if (migrations.length === 0) say('There are no migrations yet.')
    })
}

function controlled(program: Command, verb: string, description: string): Command {
  return withCommonOptions(program.command(verb))
    .description(description)
    .argument('<migration>', 'id')
    .option('--reason <text>', 'why; kept in the audit')
    .option('--wait', 'wait until it has happened; start: until the migration has ended')
    .option('--timeout <seconds>', 'wait no longer than this (exit code 124)', seconds)
}

async function conclude(
  session: Session,
  migration: MigrationDto,
  options: ControlOptions,
  done: (migration: MigrationDto) => boolean,
): Promise<void> {
  if (options.wait !== true) return report(session, migration, options)
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  const seen: { migration: MigrationDto | null; progress: MigrationProgressDto | null } = { migration, progress: null }
  if (migration.state === 'Running' && !done(migration)) {
    if (migration.intent === 'none') await waitForEnd(session, migration.id, seen, interrupt.signal, options.timeout)
    else
      seen.migration = (
        await watchMigration(session.client, migration.id, {
          until: done,
          timeoutSeconds: options.timeout,
          signal: interrupt.signal,
        })
      ).migration
  }
  const last = seen.migration ?? migration
  await report(session, last, options)
  if (last.state === 'Failed' || last.state === 'Completed') process.exitCode = exitCodeOf(last, seen.progress)
}

async function report(session: Session, migration: MigrationDto, options: CommonOptions): Promise<void> {
  const progress = await session.client.migration.progress.query({ migrationId: migration.id })
  const page = migrationPage(session.url, migration)
  if (options.json === true) {
    const plan =
      migration.plan === null ? null : await session.client.migration.currentPlan.query({ migrationId: migration.id })
    return answer(JSON.stringify(outcome({ migration, progress, plan, page })))
  }
  const intent = migration.intent === 'none' ? '' : ` (${migration.intent})`
  answer(
    `${migration.name}: ${migration.state}${intent}${migration.stateReason === null ? '' : `: ${migration.stateReason}`}`,
  )
  answer(progressLine(migration, progress))
  answer(page)
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number of seconds.')
  return value
}
