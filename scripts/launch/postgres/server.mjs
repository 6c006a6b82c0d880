import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, realpathSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../ports.mjs'
import { readJson, writeWhole } from '../stamp.mjs'
import { supervise } from '../supervise.mjs'
import { ensureCluster, serverEnv, superuser } from './cluster.mjs'
import { readPostmaster, stopPostmaster } from './postmaster.mjs'

const startMs = 60_000
const database = 'godwit'

/**
 * Starts the embedded PostgreSQL of an instance, or adopts the one that an earlier, killed launcher left running.
 * Listens on 127.0.0.1 only, on a port that is chosen once and kept while it is free.
 *
 * @returns {Promise<{ url: string, adminUrl: string, port: number, cluster: string, stop: () => Promise<void> }>}
 *   `url` is Godwit's own database, `adminUrl` the superuser's maintenance database
 */
export async function startServer(instance, { onDeath, signal }) {
  const cluster = await ensureCluster(instance)
  const adopted = await adopt(cluster, signal)
  const port = adopted?.port ?? (await choosePort(instance, cluster.record))
  const log = join(instance.logs, 'postgres.log')
  const start = () => spawnServer(cluster, port, log)
  let server = adopted ? undefined : supervise({ start, onDeath })
  // An adopted server is not our child: its death is noticed by looking, and its successor is a child.
  const watch =
    adopted &&
    setInterval(() => {
      if (readPostmaster(cluster.data)) return
      clearInterval(watch)
      onDeath('gone', 0)
      server = supervise({ start, onDeath })
    }, 500)
  const stop = async () => {
    clearInterval(watch)
    if (server) await server.stop({ signal: 'SIGINT', graceMs: 20_000 })
    else await stopPostmaster(cluster.data)
  }
  try {
    await waitUntilUp(() => prepareDatabase(cluster, port), { log, signal })
  } catch (error) {
    await stop()
    throw error
  }
  const to = (name) => urlOf(cluster.record, port, name)
  return { url: to(database), adminUrl: to('postgres'), port, cluster: cluster.record.cluster, stop }
}

/** The superuser's address of an instance's server, as its record has it; the server may or may not run. */
export function embeddedAdminUrl(instance) {
  const record = readJson(instance.postgres)
  return urlOf(record, record.port, 'postgres')
}

function spawnServer({ programs, data, owner }, port, log) {
  mkdirSync(join(log, '..'), { recursive: true })
  const out = openSync(log, 'a', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    // A migration's snapshot keeper locks every planned table at once.
    max_locks_per_transaction: 256,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and details can hold people's values; the log gets neither.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(sharedMemoryIsSmall() ? { dynamic_shared_memory_type: 'mmap' } : {}),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
    ...owner,
    cwd: '/',
    env: serverEnv,
    detached: true, // Ctrl-C must not reach it before worker and web have drained
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  return child
}

/** Containers often get 64 MB of /dev/shm, which one parallel index build fills. */
function sharedMemoryIsSmall() {
  if (process.platform !== 'linux') return false
  const { bsize, blocks } = statfsSync('/dev/shm')
  return bsize * blocks < 256 << 20
}

async function choosePort(instance, record) {
  const port = await freePort(record.port)
  if (port !== record.port) writeWhole(instance.postgres, JSON.stringify({ ...record, port }), 0o600)
  return port
}

/** The server that already serves this data folder, if it is ours and well. */
async function adopt(cluster, signal) {
  const running = readPostmaster(cluster.data)
  if (!running) return undefined
  const dir = await waitUntilUp(() => ask(cluster.record, running.port, 'SHOW data_directory'), { signal }).catch(
    () => undefined,
  )
  if (dir !== undefined && realpathSync(dir) === realpathSync(cluster.data)) return running
  // Shutting down, or too broken to answer: it must be gone before another may open the folder.
  await stopPostmaster(cluster.data)
  return undefined
}

async function prepareDatabase({ record }, port) {
  const there = await ask(record, port, `SELECT 1 FROM pg_database WHERE datname = '${database}'`)
  if (there === undefined) await ask(record, port, `CREATE DATABASE ${database}`)
}

/** First value of the first row. The driver is loaded here because the launcher begins before anything is installed. */
async function ask(record, port, text) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: urlOf(record, port, 'postgres'), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined) // told by the query as well
  try {
    await client.connect()
    const { rows } = await client.query({ text, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Tries until the server answers. It refuses while it starts and while it recovers from a crash. */
async function waitUntilUp(attempt, { log, signal }) {
  for (const until = Date.now() + startMs; ; await sleep(30)) {
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      const isComing = error.code === '57P03' || (log && error.code === 'ECONNREFUSED')
      if (!isComing || Date.now() > until)
        throw new Error(`PostgreSQL did not start: ${error.message}${log ? `\nIts log: ${log}` : ''}`, { cause: error })
    }
  }
}

function urlOf({ password }, port, name) {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`
}
