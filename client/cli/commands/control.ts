import type { Command } from 'commander'
import type { MigrationDto } from '@/domain/contracts/migration'
import { type ControlOptions, conclude, controlled, report } from '../conclude'
import { readPlan } from '../read-plan'
import { reviewPlan } from '../review'
import { type CommonOptions, openSession, withCommonOptions } from '../session'
import { answer, say } from '../terminal'

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
