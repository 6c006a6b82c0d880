import type { Command } from 'commander'
import type { MigrationDto } from '@/domain/contracts/migration'
import { exitCodes } from '../exit-codes'
import { planText } from '../plan-text'
import { readPlan } from '../read-plan'
import { refuseUnlessAllowed } from '../refuse-unless-allowed'
import { type CommonOptions, migrationPage, openSession, type Session, withCommonOptions } from '../session'
import { answer, say } from '../terminal'
import { waiveNamed } from '../waive'
import { watchMigration } from '../watch'
import { whyNoPlan } from '../why-no-plan'

interface PlanOptions extends CommonOptions {
  readonly revise?: boolean
  readonly waive?: string[]
  readonly waiveReason?: string
  readonly all?: boolean
  readonly dryRun?: boolean
}

/** `godwit plan ID`: what Start will do, and what stands in its way; made anew with --revise. Exit code 6 where something blocks it. */
export function addPlan(program: Command): void {
  withCommonOptions(program.command('plan'))
    .description('show the plan of a migration: findings, tables, ways of writing, hash')
    .argument('<migration>', 'id')
    .option('--revise', 'plan again first; nothing is written to either database')
    .option('--waive <findings...>', 'answer for blockers that the plan lists as waivable, by id; needs --waive-reason')
    .option('--waive-reason <text>', 'why they may be so; kept under your name')
    .option('--all', 'the checks that passed as well')
    .option('--dry-run', 'with --revise or --waive: say whether it is possible, and change nothing')
    .action(async (migrationId: string, options: PlanOptions) => {
      const session = openSession(options)
      const before = await session.client.migration.byId.query({ migrationId })
      const migration = await change(session, before, options)
      const dto = await readPlan(session, migrationId)
      const blocked = dto.plan.findings.filter((finding) => finding.severity === 'blocker').length
      if (blocked > 0) process.exitCode = exitCodes.illegalState
      const page = migrationPage(session.url, migration)
      if (options.json === true)
        return answer(JSON.stringify({ ...dto, state: migration.state, url: page, blockers: blocked }))
      for (const line of planText(dto, { passed: options.all === true })) answer(line)
      say(page)
    })
}

/** Plans again, or waives, where that is asked for, and waits for the plan. */
async function change(session: Session, migration: MigrationDto, options: PlanOptions): Promise<MigrationDto> {
  const { client } = session
  const migrationId = migration.id
  const { waive } = options
  if (waive === undefined && options.revise !== true) return migration
  if (options.dryRun === true) {
    refuseUnlessAllowed(migration, 'plan')
    say('It would be planned again. Nothing was changed (--dry-run).')
    return migration
  }
  const interrupt = new AbortController()
  const { signal } = interrupt
  process.once('SIGINT', () => interrupt.abort())
  if (options.revise === true) {
    await client.migration.plan.mutate({ migrationId })
    const planned = await watchMigration(client, migrationId, { until: (m) => m.state !== 'Planning', signal })
    if (planned.migration.plan === null) throw await whyNoPlan(session, migrationId)
  }
  if (waive !== undefined)
    await waiveNamed(session, await readPlan(session, migrationId), { waive, reason: options.waiveReason, signal })
  return client.migration.byId.query({ migrationId })
}
