import type { Command } from 'commander'
import { parseSettings, settingsOf } from '../parse-settings'
import { refuseUnlessAllowed } from '../refuse-unless-allowed'
import { type CommonOptions, openSession, withCommonOptions } from '../session'
import { answer, say } from '../terminal'

interface ConfigOptions extends CommonOptions {
  readonly dryRun?: boolean
}

/** `godwit config ID [key=value…]`: shows a migration's settings, or changes some; of a running one they hold from the next chunk on. */
export function addConfig(program: Command): void {
  withCommonOptions(program.command('config'))
    .description('show the settings of a migration, or change some: godwit config ID batchSize=2000 maxThreads=8')
    .argument('<migration>', 'id')
    .argument('[settings...]', 'key=value; none takes a limit away')
    .option('--dry-run', 'say what would change, and change nothing')
    .action(async (migrationId: string, pairs: string[], options: ConfigOptions) => {
      const { client } = openSession(options)
      const migration = await client.migration.byId.query({ migrationId })
      const { config, configVersion } = migration
      const { patch, changes } = parseSettings(config, pairs)
      const isDry = options.dryRun === true
      if (changes.length > 0 && isDry) refuseUnlessAllowed(migration, 'updateConfig')
      const now =
        changes.length === 0 || isDry
          ? migration
          : await client.migration.updateConfig.mutate({ migrationId, configVersion, patch })
      if (options.json === true)
        return answer(
          JSON.stringify({ migrationId, configVersion: now.configVersion, config: now.config, changes, dryRun: isDry }),
        )
      for (const { setting, before, after } of changes) answer(`${setting}: ${before} → ${after}`)
      if (pairs.length === 0)
        for (const [setting, value] of settingsOf(config))
          answer(`${setting}=${value === null ? 'none' : String(value)}`)
      if (pairs.length > 0 && changes.length === 0) say('Nothing changes.')
      else if (isDry) say('Nothing was changed (--dry-run).')
      else if (pairs.length > 0)
        say(`Version ${now.configVersion}.${now.state === 'Running' ? ' It holds from the next chunk on.' : ''}`)
    })
}
