import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findInstalled } from '@/testbed/binaries'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { withClient } from '@/testbed/server'

/** The newest PostgreSQL that the peers of Debian 12 can read. */
const major = 15

/** What a server that nobody has tuned has, given back by name, since test clusters are tuned for speed. */
const settings = { fsync: 'on', full_page_writes: 'on', shared_buffers: '128MB', max_connections: 100 }

/** A server of the bench, and the process that all of its processes stem from. */
export interface BenchServer {
  readonly cluster: Cluster
  readonly pid: number
}

/** Where rows come from and where they go. */
export interface Servers {
  readonly source: BenchServer
  readonly target: BenchServer
  /** The folder of psql and its kin, of the servers' own version. */
  readonly bin: string
  /** Flushes both, so that a measurement does not pay for what was before it. */
  readonly settle: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts both servers, on ports of their own. Throws where this PostgreSQL is not installed. */
export async function startServers(): Promise<Servers> {
  const binaries = await findInstalled(major)
  if (binaries === undefined)
    throw new Error(`PostgreSQL ${major} is not installed: apt-get install postgresql-${major}`)
  const installed = { binaries, locale: ['--locale=C.UTF-8'] }
  const start = async () => {
    const cluster = await startCluster({ settings, installed })
    const [pid] = (await readFile(join(cluster.dataDir, 'postmaster.pid'), 'utf8')).split('\n')
    return { cluster, pid: Number(pid) }
  }
  const source = await start()
  const target = await start().catch(async (error: unknown) => {
    await source.cluster.stop()
    throw error
  })
  const both = [source, target]
  return {
    source,
    target,
    bin: binaries.bin,
    settle: async () => {
      for (const { cluster } of both) await withClient(cluster.superuserUrl, (client) => client.query('CHECKPOINT'))
    },
    stop: async () => {
      for (const { cluster } of both) await cluster.stop()
    },
  }
}
