import { openDatabase } from '@/db/client'
import { migrateDatabase } from '@/db/migrate'
import { openQueue } from '@/db/queue'
import type { GodwitDatabase } from '@/db/testing/godwit-database'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { startProxy, type TcpProxy } from '@/testbed/proxy'
import type { Role } from '@/testbed/server'
import { withClient } from '@/testbed/server'
import { Rig } from '@/worker/engine/testing/rig'
import type { End } from './scenario'
import { makeSmallDisk, type SmallDisk } from './small-disk'
import { sourceSql } from './tables'
import { timing, Workers } from './workers'

/** A server of the arena, with the role that Godwit uses there, which is no superuser. */
export interface ArenaServer {
  readonly cluster: Cluster
  readonly role: Role
}

/** Servers, proxies and workers that all seeds share. */
export interface Arena {
  readonly servers: Readonly<Record<End, ArenaServer>>
  /** Between the workers and a server: one for source and target each, one a worker for Godwit's own. */
  readonly proxies: Readonly<Record<End, readonly TcpProxy[]>>
  readonly rig: Rig
  readonly workers: Workers
  /** Where a target can lie whose disk gets full; null: this user may not mount one. */
  readonly smallDisk: SmallDisk | null
  /** Ends everything; answers what is left that should not be. */
  readonly close: () => Promise<string[]>
}

const ownName = 'godwit'
/** Every source is a copy of it. */
export const sourceTemplate = 'chaos_source'
/** The tablespace on the small disk. */
export const smallSpace = 'small'
const workerCount = 2
/** The log is written late, so that a crash loses commits that nobody waited for. */
const late = { wal_writer_delay: '10s', wal_writer_flush_after: '1GB' }
/** Statistics of tables are shown by whoever has counted them; nothing but the run writes to them. */
const quiet = { autovacuum: 'off' }

export async function openArena(): Promise<Arena> {
  const clusters = await Promise.all([
    startCluster({ settings: quiet }),
    startCluster({ settings: { ...quiet, ...late } }),
    startCluster({ settings: late }),
  ])
  const [source, target, own] = await Promise.all([
    withRole(clusters[0], 'reader'),
    withRole(clusters[1], 'writer'),
    withRole(clusters[2], 'godwit'),
  ])
  await makeSource(source)
  const database = await makeOwn(own)
  const rig = await Rig.open({}, database)
  const smallDisk = await makeSmallDisk()
  if (smallDisk !== null) {
    await asSuperuser(target, `CREATE TABLESPACE ${smallSpace} OWNER writer LOCATION '${smallDisk.folder}'`)
  }
  const proxyTo = ({ cluster: { port } }: ArenaServer) => startProxy({ host: '127.0.0.1', port })
  const proxies = {
    source: [await proxyTo(source)],
    target: [await proxyTo(target)],
    own: await Promise.all(Array.from({ length: workerCount }, () => proxyTo(own))),
  }
  const environment = rig.environment()
  const workers = await Workers.start(
    proxies.own.map(({ port }) => ({
      ...environment,
      DATABASE_URL: through(own.cluster.url(ownName, own.role), port),
      LOG_LEVEL: 'info',
      GODWIT_CHAOS_TIMING: JSON.stringify(timing),
    })),
  )
  return {
    servers: { source, target, own },
    proxies,
    rig,
    workers,
    smallDisk,
    close: async () => {
      const killed = await workers.stop()
      const left = await sessionsOf(own)
      await rig.close()
      for (const proxy of Object.values(proxies).flat()) await proxy.close()
      await Promise.all(clusters.map((cluster) => cluster.stop()))
      await smallDisk?.remove()
      return [...(killed > 0 ? [`${killed} workers did not end when they were told to`] : []), ...left]
    },
  }
}

/** The same address by way of a proxy. */
export function through(url: string, port: number): string {
  const by = new URL(url)
  by.port = String(port)
  return by.href
}

export const asSuperuser = ({ cluster }: ArenaServer, sql: string) =>
  withClient(cluster.superuserUrl, (client) => client.query(sql))

async function withRole(cluster: Cluster, name: string): Promise<ArenaServer> {
  return { cluster, role: await cluster.createRole(name) }
}

async function makeSource({ cluster, role }: ArenaServer): Promise<void> {
  await cluster.createDatabase(sourceTemplate, { owner: role.name })
  await withClient(cluster.url(sourceTemplate, role), async (client) => {
    await client.query('GRANT CREATE ON SCHEMA public TO CURRENT_USER').catch(() => undefined)
    await client.query(sourceSql)
  })
}

async function makeOwn({ cluster, role }: ArenaServer): Promise<GodwitDatabase> {
  await cluster.createDatabase(ownName, { owner: role.name })
  await migrateDatabase(cluster.url(ownName, role))
  // The nemesis itself comes as the superuser, past the proxies: a limit or a cut is not meant for it.
  const url = cluster.url(ownName)
  const database = openDatabase({ url, max: 4, applicationName: 'chaos' })
  const queue = await openQueue({ url, role: 'sender', onError: () => undefined })
  const drop = async () => {
    await queue.stop()
    await database.close()
  }
  return { ...database, url, drop }
}

/** What Godwit's role still has open on a server where nobody should be. */
async function sessionsOf(server: ArenaServer): Promise<string[]> {
  const { rows } = await withClient(server.cluster.superuserUrl, (client) =>
    client.query<{ name: string }>('SELECT application_name AS name FROM pg_stat_activity WHERE usename = $1', [
      server.role.name,
    ]),
  )
  return rows.map(({ name }) => `a session is left on Godwit's own server: ${name}`)
}
