import { type Command, InvalidArgumentError } from 'commander'
import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { exitCodeOf, outcome } from './outcome'
import { progressLine } from './progress-bar'
import { type CommonOptions, migrationPage, type Session, withCommonOptions } from './session'
import { answer } from './terminal'
import { waitForEnd } from './wait-for-end'
import { watchMigration } from './watch'

/** Options of the commands that change a migration. */
export interface ControlOptions extends CommonOptions {
  readonly reason?: string
  readonly wait?: boolean
  readonly timeout?: number
  readonly yes?: boolean
}

/** A command about one migration that changes something: with a reason, and waiting for it where asked to. */
export function controlled(program: Command, verb: string, description: string): Command {
  return withCommonOptions(program.command(verb))
    .description(description)
    .argument('<migration>', 'id')
    .option('--reason <text>', 'why; kept in the audit')
    .option('--wait', 'wait until it has happened; start: until the migration has ended')
    .option('--timeout <seconds>', 'wait no longer than this (exit code 124)', seconds)
}

/** Waits, where asked to, until `done` holds or nothing moves any more; then tells how the migration stands, by words and exit code. */
export async function conclude(
  session: Session,
  migration: MigrationDto,
  options: ControlOptions,
  done: (migration: MigrationDto) => boolean,
): Promise<void> {
  if (options.wait !== true) return report(session, migration, options)
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  const seen: { migration: MigrationDto | null; progress: MigrationProgressDto | null } = { migration, progress: null }
  if (['Running', 'Planning'].includes(migration.state) && !done(migration)) {
    if (migration.state === 'Running' && migration.intent === 'none')
      await waitForEnd(session, migration.id, seen, interrupt.signal, options.timeout)
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
  if (last.state === 'Failed' || last.state === 'Completed' || last.quarantine.inReview)
    process.exitCode = exitCodeOf(last, seen.progress)
}

/** Tells how a migration stands. */
export async function report(session: Session, migration: MigrationDto, options: CommonOptions): Promise<void> {
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
