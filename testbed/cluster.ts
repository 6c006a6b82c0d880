import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Binaries, findBinaries, isOpenToOthers } from './binaries'
import { type Major, newestMajor } from './older-servers'
import { administer, type Server } from './server'

/** A private PostgreSQL server on 127.0.0.1. It ends, and its files go, with the process that started it. */
export type Cluster = Server & {
  port: number
  dataDir: string
  logFile: string
  /** Stops the server ("fast": sessions are ended in order) and removes its files. */
  stop(): Promise<void>
  /** Cuts every session at once without a checkpoint, as a crash would. `restart` brings the server back. */
  kill(): Promise<void>
  /** Stops the server if it runs, and starts it again on the same port with the same data. */
  restart(): Promise<void>
}

/** Server settings by name; given ones win over the quick defaults of the tests. */
export type Settings = Record<string, string | number>

const superuser = 'postgres'
const startMs = 20_000
const builtinLocalesSince = 17
const defaults: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: 200,
  max_prepared_transactions: 0,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
}

/** What of a cluster may be otherwise than the tests want it. */
export type ClusterOptions = {
  settings?: Settings
  /** Of the embedded PostgreSQL; older ones are fetched once. */
  major?: Major
  /** Programs of another PostgreSQL than the embedded one, and how initdb is told the locale there. */
  installed?: { binaries: Binaries; locale: readonly string[] }
}

const embeddedLocale = (major: Major) =>
  major < builtinLocalesSince ? ['--locale=C'] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']

/**
 * Makes and starts a cluster: scram passwords, UTF8, builtin C.UTF-8 (before version 17: C), on a free port (about a
 * second). Throws with the end of the server's log where it does not start.
 */
export async function startCluster({
  settings = {},
  major = newestMajor,
  installed,
}: ClusterOptions = {}): Promise<Cluster> {
  const binaries = installed?.binaries ?? (await findBinaries(major))
  const home = await makeHome(binaries)
  const dataDir = join(home, 'data')
  const logFile = join(home, 'log')
  const password = randomBytes(12).toString('hex')
  await initialise(binaries, { home, password, locale: installed?.locale ?? embeddedLocale(major) })

  let running: Running | undefined
  const start = (port: number) => launch({ binaries, dataDir, logFile, port, settings: { ...defaults, ...settings } })
  for (let attempt = 1; running === undefined; attempt++) {
    // A free port can be taken by another before PostgreSQL binds it.
    running = await start(await freePort()).catch((error: unknown) => {
      if (attempt === 5) throw error
      return undefined
    })
  }
  const { port } = running

  return {
    ...administer(`postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`),
    port,
    dataDir,
    logFile,
    async stop() {
      await running?.end('SIGINT')
      running = undefined
      await rm(home, { recursive: true, force: true })
    },
    async kill() {
      await running?.end('SIGQUIT')
      running = undefined
    },
    async restart() {
      await running?.end('SIGINT')
      running = await start(port)
    },
  }
}

async function makeHome({ user }: Binaries): Promise<string> {
  const parent = user === undefined || (await isOpenToOthers(tmpdir())) ? tmpdir() : '/tmp'
  const home = await mkdtemp(join(parent, 'godwit-cluster-'))
  if (user) await chown(home, user.uid, user.gid)
  return home
}

async function initialise(
  { bin, user }: Binaries,
  { home, password, locale }: { home: string; password: string; locale: readonly string[] },
): Promise<void> {
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) await chown(passwordFile, user.uid, user.gid)
  const access = ['-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const options = ['-D', join(home, 'data'), '--no-sync', '--encoding=UTF8', ...locale, ...access]
  await promisify(execFile)(join(bin, 'initdb'), options, {
    ...user,
    cwd: home,
  })
  await rm(passwordFile)
}

type Running = { port: number; end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> }
type Launch = { binaries: Binaries; dataDir: string; logFile: string; port: number; settings: Settings }

async function launch({ binaries, dataDir, logFile, port, settings }: Launch): Promise<Running> {
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logFile, 'a')
  const postgres = spawn(join(binaries.bin, 'postgres'), ['-D', dataDir, ...options], {
    ...binaries.user,
    cwd: dataDir,
    stdio: ['ignore', log.fd, log.fd],
  })
  await log.close()
  const guard = guardProcess(postgres, binaries, join(dataDir, '..'))
  const ended = once(postgres, 'exit').then(() => guard.kill('SIGKILL'))
  try {
    await untilReady(postgres, dataDir)
  } catch (error) {
    postgres.kill('SIGQUIT')
    await ended
    throw new Error(`PostgreSQL did not start:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`, { cause: error })
  }
  postgres.unref() // a forgotten cluster must not hold the process: the guard ends it
  return {
    port,
    async end(signal) {
      postgres.ref()
      postgres.kill(signal)
      await ended
    },
  }
}

/**
 * Waits on a pipe from us. However we die, SIGKILL included, the pipe closes: the guard then ends the server
 * and removes its files. A group of its own, so that a Ctrl-C meant for us does not end the guard first.
 */
function guardProcess(postgres: ChildProcess, { user }: Binaries, home: string): ChildProcess {
  const script = 'read -r _; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.05; done; rm -rf -- "$2"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(postgres.pid), home], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  const pipe = guard.stdin as Socket
  pipe.unref()
  return guard
}

async function untilReady(postgres: ChildProcess, dataDir: string): Promise<void> {
  for (const until = Date.now() + startMs; Date.now() < until; await wait(10)) {
    if (postgres.exitCode !== null || postgres.signalCode !== null) throw new Error('the server ended')
    const status = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
    const [pid, , , , , , , state = ''] = status.split('\n')
    if (Number(pid) === postgres.pid && state.startsWith('ready')) return
  }
  throw new Error(`not ready after ${startMs} ms`)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
