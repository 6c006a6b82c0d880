import { withClient } from '@/testbed/server'
import type { Arena } from './arena'
import { smallSpace, sourceTemplate, through } from './arena'
import { Desk } from './desk'
import { Person } from './person'
import { randomOf } from './random'
import { Recorder } from './recorder'
import type { Scenario } from './scenario'
import { badRowsSql, bystanderSql, soundSql, targetTablesSql } from './tables'
import { Watch } from './watch'
import { type Writer, writeBeside, writeToSource } from './writers'

/** One seed's own databases and migration, and everybody who has to do with them. */
export interface Battlefield {
  readonly scenario: Scenario
  readonly arena: Arena
  readonly migrationId: string
  /** Superuser's addresses, past the proxies. */
  readonly urls: { readonly source: string; readonly target: string }
  readonly source: Watch
  readonly target: Watch
  readonly own: Watch
  readonly desk: Desk
  readonly person: Person
  readonly recorder: Recorder
  /** Who writes to the source meanwhile, and beside the run to the target. */
  readonly writers: { readonly source: Writer | null; readonly target: Writer | null }
}

/** Several tries in quick succession: the trouble of a seed lasts seconds. */
const retryPolicy = {
  maxAttempts: 10,
  initialDelayMs: 50,
  backoffFactor: 2,
  maxDelayMs: 500,
  jitter: 0.2,
  horizonMs: 1_800_000,
}

export async function openBattlefield(arena: Arena, scenario: Scenario): Promise<Battlefield> {
  const { servers, proxies, rig } = arena
  const { seed, settings, targetHasTables, badRows, writes } = scenario
  const name = `seed_${seed}`
  await closeDatabases(arena, seed)
  const urls = {
    source: await servers.source.cluster.createDatabase(name, { template: sourceTemplate, owner: 'reader' }),
    target: await servers.target.cluster.createDatabase(name, { owner: 'writer' }),
  }
  if (scenario.strikes.some(({ kind }) => kind === 'disk-full') && arena.smallDisk !== null) {
    await withClient(servers.target.cluster.superuserUrl, (c) =>
      c.query(`ALTER DATABASE ${name} SET TABLESPACE ${smallSpace}`),
    )
  }
  await withClient(urls.target, (client) => client.query(bystanderSql))
  const own = servers.target.cluster.url(name, servers.target.role)
  if (targetHasTables) await withClient(own, (client) => client.query(targetTablesSql))
  const by = (end: 'source' | 'target') => {
    const [proxy] = proxies[end]
    return through(servers[end].cluster.url(name, servers[end].role), proxy?.port ?? 0)
  }
  if (badRows > 0) {
    await withClient(urls.source, (client) => client.query(badRowsSql(badRows)))
    await withClient(own, (client) => client.query(soundSql))
  }
  const desk = new Desk()
  const migrationId = await rig.draft({ source: by('source'), target: by('target') }, { ...settings, retryPolicy })
  const random = randomOf(seed * 2 + 1)
  const ownDatabase = new Watch(rig.database.url)
  return {
    scenario,
    arena,
    migrationId,
    urls,
    source: new Watch(urls.source),
    target: new Watch(urls.target),
    own: ownDatabase,
    desk,
    person: new Person({ rig, desk, own: ownDatabase, migrationId }),
    recorder: new Recorder({ own: ownDatabase, migrationId, sourceUrl: urls.source }),
    writers: {
      source: writes.source ? writeToSource(urls.source, random) : null,
      target: writes.target ? writeBeside(urls.target, random) : null,
    },
  }
}

export async function closeBattlefield({ arena, scenario, ...field }: Battlefield): Promise<void> {
  for (const watch of [field.source, field.target, field.own]) await watch.close()
  await closeDatabases(arena, scenario.seed)
}

async function closeDatabases({ servers }: Arena, seed: number): Promise<void> {
  for (const end of ['source', 'target'] as const) await servers[end].cluster.dropDatabase(`seed_${seed}`)
}
