import type { Command } from 'commander'
import type { MigrationErrorDto } from '@/domain/contracts/migration'
import type { RejectDto, RejectGroupDto } from '@/domain/contracts/quarantine'
import { exitCodes } from '../exit-codes'
import { type CommonOptions, migrationPage, openSession, type Session, withCommonOptions } from '../session'
import { answer, paint, say } from '../terminal'

interface ErrorsOptions extends CommonOptions {
  readonly rows?: boolean
}

/** `godwit errors ID`: rows in quarantine by refusal, and what else went wrong. Exit code 3 where rows are open in quarantine. */
export function addErrors(program: Command): void {
  withCommonOptions(program.command('errors'))
    .description('show what went wrong: rows in quarantine by refusal, and errors')
    .argument('<migration>', 'id')
    .option('--rows', 'the rows in quarantine as well, one by one')
    .action(async (migrationId: string, options: ErrorsOptions) => {
      const session = openSession(options)
      const migration = await session.client.migration.byId.query({ migrationId })
      const { counts, groups, rejects } = await readQuarantine(session, migrationId, options.rows === true)
      const errors = await readErrors(session, migrationId)
      if (counts.open > 0) process.exitCode = exitCodes.notEqual
      if (options.json === true) {
        const rows = options.rows === true ? { rows: rejects } : {}
        return answer(JSON.stringify({ migrationId, state: migration.state, counts, groups, ...rows, errors }))
      }
      for (const [at, group] of groups.entries()) answer(`${at + 1}. ${groupLine(group)}`)
      if (options.rows === true) for (const row of rejects) answer(rowLine(row))
      for (const error of groups.length === 0 ? errors : errors.filter((each) => each.class !== 'row'))
        answer(errorLine(error))
      if (groups.length + errors.length === 0) say('No errors so far.')
      if (counts.open > 0) say(`${migrationPage(session.url, migration)}?tab=errors`)
    })
}

const rowsOfPage = 200

async function readQuarantine({ client }: Session, migrationId: string, withRows: boolean) {
  const first = await client.migration.rejects.query({ migrationId, limit: withRows ? rowsOfPage : 1 })
  const rejects = withRows ? [...first.rejects] : []
  for (let cursor = withRows ? first.nextCursor : null; cursor !== null; ) {
    const page = await client.migration.rejects.query({ migrationId, limit: rowsOfPage, cursor })
    rejects.push(...page.rejects)
    cursor = page.nextCursor
  }
  return { counts: first.counts, groups: first.groups, rejects }
}

async function readErrors({ client }: Session, migrationId: string): Promise<MigrationErrorDto[]> {
  const errors: MigrationErrorDto[] = []
  let cursor: string | null = null
  do {
    const page: { errors: MigrationErrorDto[]; nextCursor: string | null } = await client.migration.errors.query({
      migrationId,
      limit: rowsOfPage,
      cursor,
    })
    errors.push(...page.errors)
    cursor = page.nextCursor
  } while (cursor !== null)
  return errors
}

function groupLine({ table, sqlstate, constraint, column, counts, message, fix }: RejectGroupDto): string {
  const names = [constraint, column].filter((name) => name !== null).join(', ')
  const states = Object.entries(counts).filter(([, n]) => n > 0)
  return [
    `${table.schema}.${table.name}  ${sqlstate}${names === '' ? '' : ` ${names}`}  ${states.map(([state, n]) => `${n} ${state}`).join(', ')}`,
    `   ${message}`,
    `   ${fix}`,
  ].join('\n')
}

function rowLine({ id, table, key, state, isRequested, refusal, sqlstate }: RejectDto): string {
  const named = key === null ? '' : ` ${key.map(({ column, value }) => `${column}=${JSON.stringify(value)}`).join(' ')}`
  const again = refusal === null ? '' : ` (again: ${refusal.reason})`
  return `   ${id}  ${table.schema}.${table.name}${named}  ${sqlstate} ${isRequested ? 'being tried' : state}${again}`
}

function errorLine({ table, class: kind, sqlstate, message, count, fix }: MigrationErrorDto): string {
  const where = table === null ? 'the run' : `${table.schema}.${table.name}`
  const told = `${paint(kind === 'table' || kind === 'run' ? 'red' : 'amber', kind)}  ${where}  ${sqlstate ?? ''}  × ${count}`
  return [told, `   ${message}`, ...(fix === null ? [] : [`   ${fix}`])].join('\n')
}
